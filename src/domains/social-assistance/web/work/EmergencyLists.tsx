/** What waits in emergency aid: reports from anybody, and visits after aid. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { PlainDate } from '../../../../kernel/schema/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, DivisionName, Moment } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';

export interface Report {
  id: string;
  division: string;
  divisionName: string;
  reportedAt: string;
  who: string;
  where: string;
  what: string;
  phone: string;
}

const REPORTS = '/api/emergency-reports';
const FOLLOW_UPS = '/api/aid/follow-ups';

export function Reports({ onHelp }: { onHelp: ((report: Report) => void) | null }) {
  const session = useSession();
  const queries = useQueryClient();
  const [dismissing, setDismissing] = useState<Report | null>(null);
  const reports = useQuery({
    queryKey: [REPORTS],
    queryFn: () => api.get<{ rows: readonly Report[] }>(REPORTS),
    refetchInterval: 30_000,
  });
  if (reports.error) return <Failed error={reports.error} retry={() => void reports.refetch()} />;
  const rows = reports.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Section title={`急难报告（${rows.length}份等着核实）`}>
      <ul className="plain-list">
        {rows.map((report) => (
          <li key={report.id}>
            <p>
              <b>{report.who}</b>，{report.where}：{report.what}
            </p>
            <p className="quiet line">
              <DivisionName name={report.divisionName} /> <Moment at={report.reportedAt} />
              <a href={`tel:${report.phone}`}>{report.phone}</a>
            </p>
            <p className="line">
              {onHelp && (
                <Button type="primary" size="small" onClick={() => onHelp(report)}>
                  据此马上办
                </Button>
              )}
              {may(session, 'POST /api/emergency-reports/:id/dismiss') && (
                <Button size="small" onClick={() => setDismissing(report)}>
                  不成立
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {dismissing && (
        <FormDrawer
          title="急难报告不成立"
          causes="写明到场核实的情况，报告就此了结。同一急难已有个案的，也写在这里。"
          fields={[{ name: 'result', type: 'text', label: '核实情况', required: true, widget: 'textarea', min: 4, max: 200 }]}
          division={homeDivision(session)}
          button="了结报告"
          danger
          send={(input) => api.post(`${REPORTS}/${dismissing.id}/dismiss`, input)}
          onDone={() => queries.invalidateQueries({ queryKey: [REPORTS] })}
          onClose={() => setDismissing(null)}
        />
      )}
    </Section>
  );
}

interface FollowUp {
  caseId: string;
  no: string | null;
  applicantName: string;
  divisionName: string;
  followUpOn: PlainDate;
}

export function FollowUps() {
  const session = useSession();
  const queries = useQueryClient();
  const [visiting, setVisiting] = useState<FollowUp | null>(null);
  const due = useQuery({ queryKey: [FOLLOW_UPS], queryFn: () => api.get<{ rows: readonly FollowUp[] }>(FOLLOW_UPS) });
  const rows = due.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Section title={`到期回访（${rows.length}户）`}>
      <ul className="plain-list">
        {rows.map((row) => (
          <li key={row.caseId} className="line">
            <CaseLink id={row.caseId}>{row.applicantName}</CaseLink>
            <DivisionName name={row.divisionName} />
            <span className="quiet">
              应于 <Day on={row.followUpOn} /> 回访
            </span>
            {may(session, 'POST /api/aid/:id/follow-up') && (
              <Button size="small" onClick={() => setVisiting(row)}>
                登记回访
              </Button>
            )}
          </li>
        ))}
      </ul>
      {visiting && (
        <FormDrawer
          title={`回访${visiting.applicantName}`}
          causes="写下看到的情况和还有什么困难；需要别的帮助的，接着转介或代为申请。"
          fields={[{ name: 'text', type: 'text', label: '回访情况', required: true, widget: 'textarea', min: 4, max: 1000 }]}
          division={homeDivision(session)}
          button="保存回访"
          send={(input, requestId) => api.post(`/api/aid/${visiting.caseId}/follow-up`, { ...input, requestId })}
          onDone={() => queries.invalidateQueries({ queryKey: [FOLLOW_UPS] })}
          onClose={() => setVisiting(null)}
        />
      )}
    </Section>
  );
}
