//! The reader's threads.
//!
//! Each thread runs the networks alone: two threads with a sentence each are faster than two on one sentence. They are
//! threads of their own and no part of rayon's pool, so that a caller that waits for them, itself perhaps in rayon,
//! just waits and takes up no other work meanwhile.

use super::ReadError;
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

pub(super) struct Workers {
    jobs: Option<mpsc::Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    pub fn new(count: usize) -> Self {
        let (jobs, receiver) = mpsc::channel::<Job>();
        let receiver = Arc::new(Mutex::new(receiver));
        let work = |receiver: Arc<Mutex<mpsc::Receiver<Job>>>| {
            move || {
                loop {
                    let job = match receiver.lock() {
                        Ok(receiver) => receiver.recv(),
                        Err(_) => break,
                    };
                    match job {
                        Ok(job) => job(),
                        Err(_) => break,
                    }
                }
            }
        };
        let threads = (0..count.max(1)).map(|_| thread::spawn(work(receiver.clone()))).collect();
        Self { jobs: Some(jobs), threads }
    }

    /// Does `work` on every item, in whatever order, and gives the results in the order of the items.
    pub fn map<T, R>(&self, items: Vec<T>, work: impl Fn(T) -> R + Send + Sync + 'static) -> Result<Vec<R>, ReadError>
    where
        T: Send + 'static,
        R: Send + 'static,
    {
        let jobs = self.jobs.as_ref().ok_or(ReadError::Stopped)?;
        let work = Arc::new(work);
        let (results, done) = mpsc::channel();
        let mut found: Vec<Option<R>> = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            found.push(None);
            let (work, results) = (work.clone(), results.clone());
            // The caller may have gone; then nobody wants the result.
            let job: Job = Box::new(move || drop(results.send((index, work(item)))));
            jobs.send(job).map_err(|_| ReadError::Stopped)?;
        }
        drop(results);
        for (index, result) in done {
            found[index] = Some(result);
        }
        found.into_iter().collect::<Option<_>>().ok_or(ReadError::Stopped)
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so already.
            let _ = thread.join();
        }
    }
}
