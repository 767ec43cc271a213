/** Triangles in the model's own coordinates, wound counter-clockwise seen from outside. */
export interface Mesh {
  /** `[vertices, 3]` */
  positions: Float32Array;
  /** `[vertices, 3]`, unit length; vertices on a crease are stored once per side. */
  normals: Float32Array;
  /** `[triangles, 3]`, indices of vertices. */
  triangles: Uint16Array;
  /** `[triangles]`, the smooth surface that a triangle belongs to: a pixel shades each surface once. */
  surface: Uint16Array;
  surfaceCount: number;
  /** `[triangles]`, the axis that cube projection of textures looks along: 0, 1 or 2. */
  axis: Uint8Array;
  /** Distance of the farthest vertex from the origin. */
  radius: number;
}
