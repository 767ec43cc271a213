import { fileType, typeFault } from './image-type';

it.each([
  ['PPM', 'P6\n32 32\n255\n\xff', /PPM, PGM and PBM are not read/],
  ['PGM with a comment', 'P2 # made by hand\n4 4\n', /PPM, PGM and PBM are not read/],
  ['JPEG 2000', '\0\0\0\x0cjP  \r\n\x87\n\0\0', /JPEG 2000 is not read/],
  ['a code stream of JPEG 2000', '\xff\x4f\xff\x51\0', /JPEG 2000 is not read/],
  ['an array of numpy', '\x93NUMPY\x01\0', /numpy alone is not read/],
  ['a text', 'P45 lay in bed', /not an image/],
])('says of %s why it gives no image', (_, content, fault) => {
  expect(typeFault(fileType(Buffer.from(content, 'latin1')))).toMatch(fault);
});
