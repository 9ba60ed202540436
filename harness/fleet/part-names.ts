/** Harmless in file names, image tags and the environment of a scheduler; a host name is one. */
export const PART_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

export const MOST_PARTS = 1000;
