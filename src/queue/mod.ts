export {
  type Job,
  type JobKinds,
  lease_seconds,
  type NewJob,
  openQueue,
  type Queue,
  readWaitingJob,
  waitingJobs,
} from './queue.ts';
export { type Capacity, startWorker, type Worker } from './worker.ts';
