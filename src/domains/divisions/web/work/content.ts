/** What the server answers about divisions and their changes. */
import type { Offer } from '../../../../kernel/offer/index.ts';
import type { FormField, PlainDate } from '../../../../kernel/schema/index.ts';
import type { DossierState, PaperKind } from '../../changes/terms.ts';

export interface Unit {
  code: string;
  name: string;
}

export interface DatedUnit extends Unit {
  level: string;
  kind: string;
  /** A township, a village or community as the law counts it; zones and the like are not. */
  legal: boolean;
  parent: string | null;
  validFrom: PlainDate | null;
  validTo: PlainDate | null;
}

export interface DivisionsOn {
  date: PlainDate;
  counts: { counties: number; townships: number; otherTownships: number; villages: number; otherVillages: number };
  rows: DatedUnit[];
  began: DatedUnit[];
  ended: DatedUnit[];
}

export interface DossierRow {
  id: string;
  title: string;
  typeZh: string;
  state: DossierState;
  stateZh: string;
  divisionName: string;
  effectiveOn: PlainDate;
  completeBy: PlainDate | null;
  overdue: boolean;
}

export interface DossierView {
  id: string;
  version: number;
  title: string;
  typeZh: string;
  state: DossierState;
  stateZh: string;
  division: string;
  divisionName: string;
  reason: string;
  effectiveOn: PlainDate;
  units: { ends: Unit[]; begins: (Unit & { percent: string })[]; into: Unit | null; concerns: Unit[]; seat: string | null };
  papers: { kind: PaperKind; zh: string; file: string | null }[];
  approval: {
    approver: string;
    documentNo: string;
    approvedOn: PlainDate;
    completeBy: PlainDate;
    extensionNo: string | null;
    completedOn: PlainDate | null;
    codeBy: PlainDate;
  } | null;
  problems: string[];
  preview: {
    ended: Unit[];
    opened: (Unit & { kind: string })[];
    touched: { zh: string; rows: number }[];
  } | null;
  /** What everybody reads of it; null: not in effect yet. */
  announcement: string | null;
  rehomed: { done: boolean; rows: { zh: string; moved: number; stayed: number }[] } | null;
  /** Households that a person places; `all`: nobody may stay. */
  placing: {
    all: boolean;
    to: Unit[];
    total: number;
    rows: { id: string; code: string; headName: string | null; persons: number }[];
  } | null;
  steps: { no: number; zh: string; note: string; at: string; byName: string }[];
  offers: Offer[];
}

export interface DossierList {
  form: readonly FormField[];
}
