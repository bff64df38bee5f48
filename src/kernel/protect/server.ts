/** Field encryption, keyed digests and where their keys come from (ring.ts, source.ts), for the server. */
export * from './index.ts';
export { openHere, startOpener } from './opener.ts';
export { type KeyFile, type KeyHandles, type KeyRing, keyRingOf, makeKeyRing, newKey, retireKeys, sm3 } from './ring.ts';
export { keysInUse, type Rotation, rotateSealed, type SealedFiles, sealedFiles } from './rotate.ts';
export { defineSealed, type SealedRow, type SealedTable, sealedTables } from './sealed.ts';
export {
  KEY_FILE_CHECK_MS,
  type KeySource,
  keyCommandSource,
  keyFileSource,
  openKeyRing,
  readKeyFile,
  writeKeyFile,
} from './source.ts';
