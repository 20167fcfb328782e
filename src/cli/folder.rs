//! The output folder of a run: to whom it belongs, and how it gets its files.
//!
//! Promises: `inputs.json` says from what the files were made, and stands there before any of them; a folder with
//! something else in it, or made from other inputs, is never touched; a file under its own name is whole;
//! `summary.json` comes last, so where it is, all files are there and of the same run.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::inputs::Inputs;
use super::pending::{Pending, is_temporary};

const MARKER: &str = "inputs.json";
const LOCK: &str = ".surgetwin.lock";
const SUMMARY: &str = "summary.json";
/// Files that not every run of the same inputs writes.
const ON_DEMAND: [&str; 1] = ["day.csv"];

/// An output folder that belongs to this run, and to no other while this value lives.
pub(super) struct Folder {
    path: PathBuf,
    /// Freed by the operating system even when the program is killed.
    _lock: File,
}

impl Folder {
    /// Makes the folder ours, or says why not; shows before the run that it can be written.
    pub(super) fn claim(path: &Path, inputs: &Inputs) -> Result<Folder, Error> {
        inspect(path, inputs)?;
        fs::create_dir_all(path).map_err(|source| unwritable(path, source))?;
        let lock = lock(path)?;
        // Once more under the lock: another run may have been faster.
        inspect(path, inputs)?;
        let folder = Folder { path: path.into(), _lock: lock };
        folder.clean().map_err(|source| unwritable(path, source))?;
        let marker = folder.stage(&[(MARKER, &inputs.text())])?;
        if !folder.file(MARKER).exists() {
            place(marker)?;
            folder.sync();
        }
        Ok(folder)
    }

    /// Gives the folder the files of a finished run. Changes nothing where the disk does not take them all.
    pub(super) fn publish(&self, files: &[(&str, &str)], summary: &str) -> Result<(), Error> {
        let files = self.stage(files)?;
        let summary = self.stage(&[(SUMMARY, summary)])?;
        // While files of two runs stand side by side, nothing may say that the run is finished.
        let earlier = self.file(SUMMARY);
        match fs::remove_file(&earlier) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(unwritable(&earlier, source));
            }
            _ => self.sync(),
        }
        // What an earlier run wrote only because it was asked to is not of this run.
        for name in ON_DEMAND.iter().filter(|name| files.iter().all(|(target, _)| !target.ends_with(name))) {
            let left = self.file(name);
            match fs::remove_file(&left) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(unwritable(&left, source));
                }
                _ => {}
            }
        }
        place(files)?;
        self.sync();
        place(summary)?;
        self.sync();
        Ok(())
    }

    /// Where a file of the folder is.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes files under temporary names; dropped, they are gone again.
    fn stage(&self, files: &[(&str, &str)]) -> Result<Vec<(PathBuf, Pending)>, Error> {
        let stage = |(name, text): &(&str, &str)| {
            let target = self.file(name);
            let written = Pending::open(&target).and_then(|mut file| file.write(text).map(|()| file));
            written.map_err(|source| unwritable(&target, source)).map(|file| (target, file))
        };
        files.iter().map(stage).collect()
    }

    /// Waits until the names are on disk, in their order. Where a system cannot do that for folders, only a power
    /// failure could tell the difference.
    fn sync(&self) {
        let _ = File::open(&self.path).and_then(|folder| folder.sync_all());
    }

    /// Removes what a killed run has left.
    fn clean(&self) -> io::Result<()> {
        for name in names(&self.path)? {
            if is_temporary(&name) {
                fs::remove_file(self.file(&name))?;
            }
        }
        Ok(())
    }
}

/// Gives staged files their names, in order.
fn place(files: Vec<(PathBuf, Pending)>) -> Result<(), Error> {
    files
        .into_iter()
        .try_for_each(|(target, file)| file.place().map_err(|source| unwritable(&target, source)))
}

/// Says whether the folder may become this run's, without changing it.
fn inspect(path: &Path, inputs: &Inputs) -> Result<(), Error> {
    match fs::metadata(path) {
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(unwritable(path, source)),
        Ok(meta) if !meta.is_dir() => return Err(Error::NotAFolder(path.into())),
        Ok(_) => {}
    }
    let names = names(path).map_err(|source| Error::Unreadable { path: path.into(), source })?;
    if !names.iter().any(|name| name == MARKER) {
        let foreign = names.iter().any(|name| name != LOCK && !is_temporary(name));
        return if foreign { Err(Error::ForeignFolder(path.into())) } else { Ok(()) };
    }
    let marker = path.join(MARKER);
    let text = fs::read_to_string(&marker).map_err(|source| Error::Unreadable { path: marker, source })?;
    let earlier = Inputs::parse(&text).ok_or_else(|| Error::ForeignFolder(path.into()))?;
    match inputs.differences(&earlier) {
        same if same.is_empty() => Ok(()),
        differences => Err(Error::OtherInputs { path: path.into(), differences }),
    }
}

/// Keeps other runs out of the folder while the file lives.
fn lock(path: &Path) -> Result<File, Error> {
    let file = File::create(path.join(LOCK)).map_err(|source| unwritable(path, source))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Error::Busy(path.into())),
        // Some network file systems have no locks; the run is still worth having.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// The names in a folder.
fn names(path: &Path) -> io::Result<Vec<String>> {
    fs::read_dir(path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

pub(super) fn unwritable(path: &Path, source: io::Error) -> Error {
    Error::Unwritable { path: path.into(), source }
}

/// Takes a folder that is new, empty, or holds an earlier page of ours, for files without a run of their own.
pub(super) fn claim_for(page: &str, out: &Path) -> Result<(), Error> {
    if out.is_file() {
        return Err(Error::NotAFolder(out.to_path_buf()));
    }
    fs::create_dir_all(out).map_err(|source| unwritable(out, source))?;
    let mut entries = fs::read_dir(out).map_err(|source| unwritable(out, source))?;
    if entries.next().is_some() && !out.join(page).is_file() {
        return Err(Error::ForeignFolder(out.to_path_buf()));
    }
    Ok(())
}

/// Writes a whole file, or none.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Error> {
    let written = Pending::open(path).and_then(|mut file| {
        file.write(text)?;
        file.place()
    });
    written.map_err(|source| unwritable(path, source))
}
