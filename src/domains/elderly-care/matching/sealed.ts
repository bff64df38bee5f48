/** What is said with a need; its result is sealed by the visits, whose table it is. */
export const needNotePlace = (id: string): string => `care_need.note:${id}`;
