/** 监督检查, pure face: the draw that anybody can compute again, the limits of dangers, the words. */
export * from './dangers.ts';
export * from './draw.ts';
export * from './terms.ts';
