/** 动态复核: what the rest of the domain uses. */
export { openAgeReviews } from './ages.ts';
export { type CertificateChange, followCertificate } from './certificates.ts';
export type { HouseholdMoved } from './handover.ts';
export { followMarriage, followMember, followRecognitionEnd, type MarriageChange, type MemberChange } from './members.ts';
export { followMove } from './moves.ts';
export { openAmendedReview, openDueReviews, openReview, openWarningReview, planReview } from './open.ts';
export { followReclassified, takeInSingles } from './reclassified.ts';
export { recompute } from './recomputation.ts';
export { proposeRecomputation } from './recompute.ts';
