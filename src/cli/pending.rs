//! A file on its way: written under a temporary name, on disk before it gets its own.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What temporary names end with.
const SUFFIX: &str = ".part";

/// A file that nobody can see under its name until it is whole; dropped before that, it leaves nothing behind.
pub(super) struct Pending {
    file: File,
    target: PathBuf,
    /// `None` for what cannot be renamed to, such as a pipe or a terminal: it is written as it is.
    temporary: Option<PathBuf>,
}

impl Pending {
    /// Opens a file to be called `target`; an existing one stays as it is until [`Pending::place`].
    pub(super) fn open(target: &Path) -> io::Result<Pending> {
        match fs::metadata(target) {
            Ok(meta) if !meta.is_file() => {
                let file = OpenOptions::new().write(true).open(target)?;
                Ok(Pending { file, target: target.into(), temporary: None })
            }
            // The file a link leads to is replaced, not the link.
            Ok(_) => Pending::beside(fs::canonicalize(target)?),
            Err(_) => Pending::beside(target.to_path_buf()),
        }
    }

    fn beside(target: PathBuf) -> io::Result<Pending> {
        let name = target.file_name().ok_or(io::ErrorKind::IsADirectory)?.to_string_lossy();
        let temporary = target.with_file_name(format!(".{name}{SUFFIX}"));
        // Removed and created anew, so that a link somebody put there is never written through.
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
        Ok(Pending { file, target, temporary: Some(temporary) })
    }

    /// Writes the whole text and waits until the disk has it.
    pub(super) fn write(&mut self, text: &str) -> io::Result<()> {
        self.file.write_all(text.as_bytes())?;
        match self.temporary {
            Some(_) => self.file.sync_all(),
            None => self.file.flush(),
        }
    }

    /// Gives it its name, in place of what had it.
    pub(super) fn place(mut self) -> io::Result<()> {
        if let Some(temporary) = &self.temporary {
            fs::rename(temporary, &self.target)?;
            self.temporary = None;
        }
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            // Nobody is left to tell; the next run in this folder removes it.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Whether a name is one that only an unfinished file has.
pub(super) fn is_temporary(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(SUFFIX)
}
