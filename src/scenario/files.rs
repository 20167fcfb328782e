//! The files a scenario is made of: the scenario itself, the parts it names, its curves; each read once.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// No scenario or part has more bytes; what has, was not meant as one.
const LARGEST: u64 = 1_000_000;
/// No table has more bytes.
const LARGEST_TABLE: u64 = 64_000_000;
/// Both, for who goes beyond.
pub const LIMITS: &str = "a scenario or a part of it has at most 1 MB, a table 64 MB: parts may stand in files of their own, long lists in tables";

/// The files read so far, in the order they were met.
#[derive(Default)]
pub(super) struct Files {
    list: Vec<SourceFile>,
}

struct SourceFile {
    name: String,
    path: PathBuf,
    text: Arc<str>,
}

impl Files {
    /// Reads the scenario file itself; its name is that of the file without the folder, wherever it lies.
    pub(super) fn open(&mut self, path: &Path) -> io::Result<usize> {
        let name = path.file_name().map_or_else(|| "scenario".into(), |n| n.to_string_lossy().into_owned());
        self.add(name, path.to_path_buf(), LARGEST)
    }

    /// Reads a file named in another one, once.
    pub(super) fn open_named(&mut self, from: usize, name: &str) -> io::Result<usize> {
        self.open_beside(from, name, LARGEST)
    }

    /// Reads a table named in another file, once.
    pub(super) fn open_table(&mut self, from: usize, name: &str) -> io::Result<usize> {
        self.open_beside(from, name, LARGEST_TABLE)
    }

    fn open_beside(&mut self, from: usize, name: &str, most: u64) -> io::Result<usize> {
        let folder = self.list[from].path.parent().unwrap_or(Path::new(""));
        let path = folder.join(name);
        match self.list.iter().position(|file| file.path == path) {
            Some(known) => Ok(known),
            None => self.add(name.into(), path, most),
        }
    }

    fn add(&mut self, name: String, path: PathBuf, most: u64) -> io::Result<usize> {
        let text = read(&path, most)?.into();
        self.list.push(SourceFile { name, path, text });
        Ok(self.list.len() - 1)
    }

    /// The text of a file.
    pub(super) fn text(&self, file: usize) -> Arc<str> {
        Arc::clone(&self.list[file].text)
    }

    /// The text of a file with the name to show for it.
    pub(super) fn shown(&self, file: usize) -> (&str, Arc<str>) {
        (&self.list[file].name, self.text(file))
    }

    /// Puts an edited text in the place of what was read.
    pub(super) fn replace(&mut self, file: usize, text: String) {
        self.list[file].text = text.into();
    }

    /// Names and texts, in the order they were met.
    pub(super) fn into_inputs(self) -> Vec<(String, String)> {
        self.list.into_iter().map(|file| (file.name, file.text.to_string())).collect()
    }
}

/// A text file of at most so many bytes.
fn read(path: &Path, most: u64) -> io::Result<String> {
    // A pipe or device would wait or flow for ever.
    let meta = std::fs::metadata(path)?;
    if meta.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !meta.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let why = format!("it is larger than {} MB", most / 1_000_000);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    let text = String::from_utf8(bytes).map_err(|_| io::Error::other("it is not UTF-8 text"))?;
    // Some editors put a byte order mark first.
    Ok(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
}
