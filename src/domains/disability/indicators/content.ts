/** What the page of the indicators reads beside them. */
export interface LevelRow {
  zh: string;
  /** Persons by level, from the first to the fourth. */
  cells: readonly string[];
}
