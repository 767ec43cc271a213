import { openSealedText, printable, sealText, sha256 } from '.';

describe('a sealed text', () => {
  const body = 'exports.run = () => "ü";\n// packages: none\n';
  const sealed = Buffer.from(sealText(body));

  it('opens to the text and its digest', () => {
    expect(openSealedText(sealed)).toEqual({ body, digest: sha256(body) });
    expect(openSealedText(Buffer.from(sealText('')))).toEqual({ body: '', digest: sha256('') });
  });

  it('opens from a slice of a larger buffer', () => {
    const larger = Buffer.concat([Buffer.from('xyz'), sealed]);
    expect(openSealedText(larger.subarray(3))?.body).toBe(body);
  });

  it('does not open when any one bit of it has changed', () => {
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const damaged = Buffer.from(sealed);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect([bit, openSealedText(damaged)]).toEqual([bit, undefined]);
    }
  });

  it('does not open when it is cut off or goes on', () => {
    for (let end = 0; end < sealed.length; end++) {
      expect([end, openSealedText(sealed.subarray(0, end))]).toEqual([end, undefined]);
    }
    expect(openSealedText(Buffer.concat([sealed, Buffer.from('\n')]))).toBeUndefined();
  });
});

it('shows control characters of a foreign text as escapes, and only the beginning of a long one', () => {
  expect(printable('a\u001b[31mb\r\nc\u202ed\u2028ü')).toBe(
    'a\\u001b[31mb\\u000d\\u000ac\\u202ed\\u2028ü',
  );
  expect(printable('x'.repeat(10_000))).toHaveLength(201);
});
