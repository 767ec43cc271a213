export { actionKey, outputsDigest, outputsText, upstreamIngredient } from './action-key';
export { isDigest } from './digest-text';
export { fileFault } from './file-fault';
export { lockHolder, takeLock, tryLock, withLock } from './file-lock';
export type { FileLock, LockOptions } from './file-lock';
export { SHARD_LIMIT, decodeShard, encodeShard, pixelsStart } from './image-shard';
export type { ImageShard, ShardTruth, Split } from './image-shard';
export type { Ingredients, Manifest, NodeOutputs, Ran, UpstreamIngredient } from './manifest';
export { makeFolder, makeFolderSteps } from './make-folder';
export { FormatError } from './message-pack';
export { born, isRunning } from './process-life';
export { openPlainFile } from './open-plain-file';
export type { OpenFile } from './open-plain-file';
export { performNow, systemPlatform } from './platform';
export type { Files, Platform, Steps } from './platform';
export {
  READ_LIMIT,
  isPlainFile,
  isPlainFileSteps,
  readPlainFile,
  readPlainFileSteps,
} from './read-plain-file';
export type { PlainFile } from './read-plain-file';
export { MANIFEST_LIMIT, parseManifest, manifestText } from './manifest-text';
export { parseChecksummed, withChecksum } from './checksummed-text';
export type { ChecksummedText } from './checksummed-text';
export { encodeSafetensors } from './safetensors';
export type { NamedTensor } from './safetensors';
export { decodeSeries, encodeSeries } from './series';
export type { Series } from './series';
export { sha256 } from './sha256';
export { decodeWeights, encodeWeights } from './weights';
export type { WeightRecord } from './weights';
export { writeAtomic, writeAtomicSteps, writeFirstSteps } from './write-atomic';
export type { FileAccess, WriteOptions } from './write-atomic';
export { decodeFeatureRows, encodeFeatureRows } from './feature-rows';
export type { FeatureRows } from './feature-rows';
