/** Whether a maker's platform is down, told from its devices. Pure. */
export interface MakerCount {
  readonly maker: string;
  readonly devices: number;
  readonly silent: number;
}
export interface OutageNorms {
  /** Fewer devices than this tell nothing of their maker. */
  readonly least: number;
  readonly percent: number;
}
/** So many of one maker are silent at once that the fault is the maker's. */
export const isOutage = (of: MakerCount, { least, percent }: OutageNorms): boolean =>
  of.devices >= least && of.silent * 100 >= of.devices * percent;
