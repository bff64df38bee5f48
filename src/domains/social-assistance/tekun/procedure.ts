/** 特困 in the shared procedure: its flow, its words, its papers, and what it computes. */
import { TEKUN_BY_TOWNSHIP } from '../delegation/terms.ts';
import type { Procedure } from '../procedure/index.ts';
import { tekunDocuments } from './documents.ts';
import { computeTekun } from './facts-of-case.ts';
import { tekunFlow } from './flow.ts';
import type { TekunDecision } from './rules.ts';

export const tekun: Procedure<TekunDecision> = {
  flow: tekunFlow,
  limits: 'TEKUN',
  byTownship: TEKUN_BY_TOWNSHIP,
  service: '特困人员救助供养认定',
  benefit: '特困',
  proposes: '拟认定为特困人员',
  papers: {
    kinds: tekunDocuments,
    subject: '特困人员救助供养',
    noticeBasis: '《特困人员认定办法》（民发〔2021〕43号）第十四条',
  },
  compute: computeTekun,
};
