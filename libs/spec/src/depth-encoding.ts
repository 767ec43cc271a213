/**
 * Steps of a stored depth in one scene unit along the view axis: a byte z · 100, so that 255 stands for the background
 * and all that is farther than 2.55 (paper code, section 2.9 of the dossier).
 */
export const DEPTH_STEPS = 100;
