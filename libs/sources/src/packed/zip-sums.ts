/** Checksums of the entries of a zip file, by name, as its directory has them; without those that cannot be found. */
export function zipSums(bytes: Buffer): Map<string, number> {
  const sums = new Map<string, number>();
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > bytes.length) return sums;
  const entries = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries && at + 46 <= bytes.length; entry++) {
    if (bytes.toString('latin1', at, at + 4) !== 'PK\x01\x02') break;
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    sums.set(bytes.toString('utf8', at + 46, at + 46 + name!), bytes.readUInt32LE(at + 16));
    at += 46 + name! + extra! + comment!;
  }
  return sums;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** The checksum CRC-32 of zip files; `zlib.crc32` came with Node 20.15. */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) {
    value = TABLE[(value ^ bytes[at]!) & 0xff]! ^ (value >>> 8);
  }
  return ~value >>> 0;
}
