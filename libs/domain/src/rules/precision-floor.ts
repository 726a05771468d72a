/**
 * The share of right listings under which a rule is not to go on: one whose upper Wilson bound over what people said of it falls
 * below this takes itself back (X13, section 7 of the catalogue).
 */
export const PRECISION_FLOOR = 0.5;
