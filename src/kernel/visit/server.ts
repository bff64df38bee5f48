/** 上门, server face. */
import './audited.ts';

export * from './index.ts';
export { homePoints, officePoint } from './places.ts';
export { defineVisits } from './visits.ts';
