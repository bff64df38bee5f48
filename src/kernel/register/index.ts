/** 台账: what the pages of a register are sent, and who reads them. */
export * from './content.ts';
export { readers as registerReaders } from './terms.ts';
