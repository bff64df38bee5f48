/** The list of domains: one line each. Loading it registers flows, subscriptions, templates and the names of standards before anything is written. */
import { disability } from '../domains/disability/domain.ts';
import { divisions } from '../domains/divisions/domain.ts';
import { elderlyCare } from '../domains/elderly-care/domain.ts';
import { planningStatistics } from '../domains/planning-statistics/domain.ts';
import { socialAssistance } from '../domains/social-assistance/domain.ts';
import type { Domain } from '../kernel/http/domain.ts';
import { nameStandards } from '../kernel/policy/server.ts';

export const domains = [divisions, planningStatistics, elderlyCare, disability, socialAssistance] as const;
for (const { parameterNames } of domains as readonly Domain[]) nameStandards(parameterNames ?? {});
