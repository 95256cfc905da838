//! Who has a store open: many processes that read, or one that writes.
//!
//! RocksDB lets one process in and keeps all others out, readers among them; and it lets readers in that do not ask, to
//! whom anything may happen while another process writes. So a file of its own is locked in the folder of the store.

use super::{Access, LOCK_FILE, StoreError};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Locks the store of a folder, until the file is dropped. Where the file can neither be made nor opened, nobody can
/// write into the folder, and a reader needs no lock: then there is none.
///
/// # Errors
/// [`StoreError::InUse`]; [`StoreError::Io`] where a writer may not write there.
pub(super) fn lock(folder: &Path, access: Access) -> Result<Option<File>, StoreError> {
    let path = folder.join(LOCK_FILE);
    let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = match (opened, access) {
        (Ok(file), _) => file,
        (Err(_), Access::Read) => match File::open(&path) {
            Ok(file) => file,
            Err(_) => return Ok(None),
        },
        (Err(error), Access::Write) => return Err(StoreError::Io(folder.to_owned(), error)),
    };
    let locked = match access {
        Access::Read => file.try_lock_shared(),
        Access::Write => file.try_lock(),
    };
    match locked {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(folder.to_owned())),
        // A file system without locks: RocksDB's own still keeps writers apart.
        Err(TryLockError::Error(_)) => Ok(None),
    }
}
