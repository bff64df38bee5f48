/** The list of domains: one line each. Loading it registers flows, subscriptions and templates before anything is written. */
import { socialAssistance } from '../domains/social-assistance/domain.ts';

export const domains = [socialAssistance] as const;
