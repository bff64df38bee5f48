/** What the page of medical care in homes is sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Tone } from '../register/content.ts';

export interface MedicalRow {
  institutionId: string;
  name: string;
  kindZh: string;
  divisionName: string;
  links: {
    id: string;
    says: string;
    tone: 'good' | 'warn' | 'bad' | 'plain';
    stateZh: string;
    toOn: PlainDate | null;
    offers: Offer[];
  }[];
  served: boolean;
  conversion: string | null;
  offers: Offer[];
}

/** A limit of a referral that runs. */
export interface ReferralClock {
  zh: string;
  at: string;
  late: boolean;
}

export interface ReferralRow {
  id: string;
  no: number;
  name: string;
  bed: string;
  hospital: string;
  stateZh: string;
  tone: Tone;
  open: boolean;
  outAt: string;
  keepTo: PlainDate | null;
  clocks: ReferralClock[];
  late: boolean;
}

export interface ReferralFile extends ReferralRow {
  stayId: string;
  incidentId: string | null;
  green: boolean;
  reason: string;
  recordedName: string;
  handover: { label: string; value: string }[];
  steps: { id: string; zh: string; at: string; by: string; text: string }[];
  offers: Offer[];
}

/** 巡诊和转诊 of one home. */
export interface MedicalDay {
  institutionId: string;
  name: string;
  referrals: ReferralRow[];
  partners: { id: string; partner: string; says: string; contact: string | null; lastOn: PlainDate | null; late: boolean }[];
  rounds: { id: string; on: PlainDate; partner: string; doctor: string; findings: string; seen: number }[];
  offers: Offer[];
}

/** What a family is shown of a transfer. */
export interface FamilyReferral {
  id: string;
  hospital: string;
  stateZh: string;
  open: boolean;
  outAt: string;
  keepTo: PlainDate | null;
  steps: { id: string; zh: string; at: string; text: string }[];
}
