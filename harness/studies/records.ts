/** The record kinds of the studies, each defined in its study's folder. */
export const STUDY_RECORD_SCHEMAS = [] as const;
