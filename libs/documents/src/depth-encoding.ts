/**
 * Steps of a stored depth in one scene unit along the view axis: a byte z · 100, so that 255 stands for the background
 * and all that is farther than 2.55 (as in the released code of the paper).
 */
export const DEPTH_STEPS = 100;
