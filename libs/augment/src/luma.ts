/** The lightness 0 … 255 of an sRGB pixel, as Pillow weighs it (ITU-R 601). */
export const luma = (red: number, green: number, blue: number): number =>
  0.299 * red + 0.587 * green + 0.114 * blue;
