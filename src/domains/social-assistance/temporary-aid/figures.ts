/** Figures of help in an emergency that is no money. */
import { sql } from '../../../database/sql.ts';
import { defineIndicators } from '../../../kernel/indicator/server.ts';
import { assistanceBoard } from '../indicators/terms.ts';
import { inKinds } from './terms.ts';

defineIndicators(assistanceBoard, {
  key: 'aid-in-kind',
  zh: '急难中钱以外的帮助',
  definition: '本年急难救助中给的物资、临时照料、心理疏导和转介次数，以及物资、照料折合的金额',
  kind: 'sum',
  unit: '次',
  period: 'year',
  source: '社会救助领域统计口径（待确认）',
  rows: async (
    _,
    span,
  ) => sql`select k.id::text as id, k.division, coalesce(k.value_fen, 0) as num, 1 as den, c.applicant_name as name,
      k.given_on || '，' || (${JSON.stringify(inKinds)}::jsonb ->> k.kind) as says, 'case' as link, k.case_id::text as link_id
    from aid_in_kind k join service_case c on c.id = k.case_id where k.given_on between ${span.from} and ${span.to}`,
});
