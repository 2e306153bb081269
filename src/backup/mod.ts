export { type BackupFault, BackupRefused } from './format.ts';
export {
  type BackupContent,
  checkBackup,
  type Restored,
  type RestoreHouse,
  restoreBackup,
} from './restore.ts';
export { type BackupHouse, type BackupMade, makeBackup, type Progress } from './write.ts';
