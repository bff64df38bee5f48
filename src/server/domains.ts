/** The list of domains: one line each. Loading it registers flows, subscriptions and templates before anything is written. */
import { disability } from '../domains/disability/domain.ts';
import { socialAssistance } from '../domains/social-assistance/domain.ts';

export const domains = [disability, socialAssistance] as const;
