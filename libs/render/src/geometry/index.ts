export { box, hexahedron, loft, prism } from './flat-solids';
export type { Mesh } from './mesh';
export { MeshBuilder } from './mesh-builder';
export { ellipsoid, frustum, lathe, oval, torus, tube } from './round-solids';
export type { Pair, Vec } from './vector';
