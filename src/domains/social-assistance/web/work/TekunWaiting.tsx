/** 特困供养: who wishes to enter an institution and still waits, with the reason; the two rates of the plan above it (愿进全进). */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import { DataTable, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, DivisionName } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { type SelfCareGrade, selfCareGrades, type WaitingReason, waitingReasons } from '../../tekun/terms.ts';

interface Row {
  id: string;
  caseId: string;
  name: string;
  divisionName: string;
  grade: SelfCareGrade | null;
  recordedOn: `${number}-${number}-${number}`;
  waitingReason: WaitingReason | null;
}

interface Figures {
  supported: number;
  inInstitution: number;
  unable: number;
  unableInInstitution: number;
  wished: number;
}

/** 12.5%, and nothing where there is nobody. */
const share = (part: number, whole: number): string => (whole === 0 ? '—' : `${Math.round((part * 1000) / whole) / 10}%`);

export function TekunWaiting() {
  const list = useKeyset<Row>('/api/tekun/waiting');
  return (
    <Page title="特困供养" lead="愿意住进供养服务机构的，都要安排；没有安排的写明原因，等得久的在前。">
      <Rates />
      <Section title="等待入住的人">
        <KeysetTable
          caption="等待入住的特困人员"
          list={list}
          rowKey={(row) => row.id}
          empty="没有人在等。有人登记了入住意愿而没有入住的，会出现在这里。"
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (row) => <CaseLink id={row.caseId}>{row.name}</CaseLink> },
            { key: 'place', title: '村（社区）', render: (row) => <DivisionName name={row.divisionName} /> },
            { key: 'grade', title: '自理等级', render: (row) => (row.grade ? selfCareGrades[row.grade] : '待评估') },
            { key: 'since', title: '登记意愿', render: (row) => <Day on={row.recordedOn} /> },
            { key: 'reason', title: '没有入住的原因', kind: 'wide', render: (row) => <Reason row={row} /> },
          ]}
        />
        <p className="quiet">有了床位：到“代办申请”里办“特困人员生活自理能力评估与供养形式变更”，选“入住供养服务机构”。</p>
      </Section>
    </Page>
  );
}

/** A figure opens what it counts. */
const Counted = ({ name, of }: { name: string; of: string }) => (
  <Link to={'/indicators/$key' as never} params={{ key: of } as never}>
    {name}
  </Link>
);

function Rates() {
  const reads = may(useSession(), 'GET /api/indicators/:key');
  const figures = useQuery({ queryKey: ['/api/tekun/figures'], queryFn: () => api.get<Figures>('/api/tekun/figures') });
  if (!figures.data) return null;
  const { supported, inInstitution, unable, unableInInstitution, wished } = figures.data;
  const rows = [
    {
      name: '生活不能自理特困人员集中供养率',
      key: 'tekun-institution',
      of: `${unableInInstitution}／${unable}人`,
      rate: share(unableInInstitution, unable),
      target: '60%以上',
    },
    {
      name: '有意愿集中供养率',
      key: 'tekun-wish',
      of: `${inInstitution}／${wished}人`,
      rate: share(inInstitution, wished),
      target: '100%',
    },
  ];
  return (
    <Section
      title={`在供养的${supported}人，其中集中供养${inInstitution}人`}
      aside={reads && <Counted name="看这些人" of="tekun-supported" />}
    >
      <DataTable
        caption="集中供养的两个指标"
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: 'name', title: '指标', kind: 'main', render: (row) => row.name },
          {
            key: 'of',
            title: '人数',
            kind: 'number',
            render: (row) => (reads ? <Counted name={row.of} of={row.key} /> : row.of),
          },
          { key: 'rate', title: '现在', kind: 'number', render: (row) => <b>{row.rate}</b> },
          { key: 'target', title: '目标', kind: 'number', render: (row) => row.target },
        ]}
      />
    </Section>
  );
}

/** The reason can be brought up to date where the person is known: at the township and the county. */
function Reason({ row }: { row: Row }) {
  const session = useSession();
  const queries = useQueryClient();
  const set = useMutation({
    mutationFn: (reason: WaitingReason) => api.post(`/api/tekun/waiting/${row.id}/reason`, { reason, requestId: newRequestId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['/api/tekun/waiting'] }),
  });
  if (!may(session, 'POST /api/tekun/waiting/:id/reason'))
    return <>{row.waitingReason ? waitingReasons[row.waitingReason] : '没有写'}</>;
  return (
    <>
      <Select
        aria-label={`${row.name}没有入住的原因`}
        style={{ width: 200 }}
        value={row.waitingReason}
        loading={set.isPending}
        options={Object.entries(waitingReasons).map(([value, label]) => ({ value: value as WaitingReason, label }))}
        onChange={(reason: WaitingReason) => set.mutate(reason)}
      />
      {set.error && <Refused error={apiErrorOf(set.error)} />}
    </>
  );
}
