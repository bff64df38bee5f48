/** 养老机构监督: every home with class, grade, dangers and visits; one home with the ledger of its points, its grades and self-checks. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Moment, Month, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { QrCode } from '../../../../web/components/QrCode.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { RatingTable } from './Ratings.tsx';
import type { StandingFile, Standings } from './supervisionContent.ts';

const stars = (level: number): string => (level === 0 ? '没有等级' : `${level}级`);
const ClassMark = ({ riskClass, badFaith }: { riskClass: string; badFaith: boolean }) => (
  <>
    <Tag tone={riskClass === 'A' ? 'good' : riskClass === 'D' ? 'bad' : riskClass === 'C' ? 'warn' : 'plain'}>{riskClass}类</Tag>
    {badFaith && <Tag tone="bad">失信名单</Tag>}
  </>
);

export function SupervisedHomes() {
  const query = useQuery({
    queryKey: ['/api/care-supervision/standings'],
    queryFn: () => api.get<Standings>('/api/care-supervision/standings'),
  });
  return (
    <Answered query={query}>
      {(data) => (
        <Page
          title="养老机构监督"
          lead={`${data.rows.length}家：${data.classes.map(({ letter, n }) => `${letter}类${n}家`).join('、')}；今年还没有查过${data.unvisited}家，有重大隐患${data.major}家。`}
        >
          <div className="sheet">
            <DataTable
              caption="养老机构监督"
              rows={data.rows}
              rowKey={(row) => row.id}
              tone={(row) => (row.major > 0 || row.late > 0 ? 'row-bad' : undefined)}
              empty="名册里还没有养老机构。"
              columns={[
                {
                  key: 'name',
                  title: '机构',
                  kind: 'main',
                  render: (row) => (
                    <Link to={'/supervised/$homeId' as never} params={{ homeId: row.id } as never}>
                      {row.name}
                    </Link>
                  ),
                },
                { key: 'place', title: '哪里', render: (row) => <DivisionName name={row.divisionName} /> },
                {
                  key: 'class',
                  title: '信用',
                  render: (row) => (
                    <>
                      <ClassMark {...row} /> {row.points}分
                    </>
                  ),
                },
                { key: 'level', title: '等级', render: (row) => stars(row.level) },
                {
                  key: 'dangers',
                  title: '没有销号的隐患',
                  render: (row) => (
                    <>
                      {row.open}处{row.major > 0 && <Tag tone="bad">重大{row.major}</Tag>}
                      {row.late > 0 && <Tag tone="bad">逾期{row.late}</Tag>}
                    </>
                  ),
                },
                {
                  key: 'visit',
                  title: '最近检查',
                  render: (row) => (row.unvisited ? <Tag tone="warn">今年没有</Tag> : <Moment at={row.visitedAt} />),
                },
                { key: 'self', title: '本月自查', render: (row) => (row.selfChecked ? '已自查' : '还没有') },
              ]}
            />
          </div>
        </Page>
      )}
    </Answered>
  );
}

export function SupervisedHome() {
  const { homeId } = useParams({ strict: false }) as { homeId: string };
  return <Home path={`/api/care-supervision/standings/${homeId}`} />;
}
export const OwnStanding = () => <Home path="/api/care-supervision/standings/own" />;

function Home({ path }: { path: string }) {
  const session = useSession();
  const query = useQuery({ queryKey: [path], queryFn: () => api.get<StandingFile>(path) });
  return (
    <Answered query={query}>
      {(home) => (
        <Page title={home.name} lead="信用、等级、自查" aside={<Offers offers={home.offers} division={homeDivision(session)} />}>
          <Section title="现在">
            <Facts
              rows={[
                {
                  label: '信用',
                  value: (
                    <>
                      {home.points}分 <ClassMark {...home} />
                    </>
                  ),
                },
                {
                  label: '等级',
                  value: home.validTo ? (
                    <>
                      {stars(home.level)}，有效期至
                      <Day on={home.validTo} />
                    </>
                  ) : (
                    '没有等级'
                  ),
                },
                {
                  label: '补贴按哪一级',
                  value: (
                    <>
                      <Month month={home.forMonth.month} />
                      {stars(home.forMonth.level)}，<Month month={home.forNext.month} />
                      {stars(home.forNext.level)}
                    </>
                  ),
                },
                { label: '检查码', value: <DoorCode id={home.id} /> },
              ]}
            />
          </Section>
          <Section title="今年的信用台账">
            <DataTable
              caption="信用台账"
              rows={home.entries}
              rowKey={(row) => row.id}
              empty="今年没有加减分。"
              columns={[
                { key: 'on', title: '日期', render: (row) => <Day on={row.onDate} /> },
                { key: 'why', title: '事由', kind: 'main', render: (row) => row.reasonZh },
                { key: 'points', title: '分', kind: 'number', render: (row) => (row.points > 0 ? `+${row.points}` : row.points) },
                { key: 'note', title: '说明', kind: 'wide', wraps: true, render: (row) => row.note },
                {
                  key: 'act',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers inRow of={row.reasonZh} offers={row.offers} division={home.division} />,
                },
              ]}
            />
          </Section>
          {home.repairs.length > 0 && (
            <Section title="信用修复">
              <DataTable
                caption="信用修复"
                rows={home.repairs}
                rowKey={(row) => row.id}
                columns={[
                  { key: 'why', title: '修复哪一笔', kind: 'main', render: (row) => `${row.reasonZh}（${row.points}分）` },
                  { key: 'done', title: '怎么改正的', kind: 'wide', wraps: true, render: (row) => row.done },
                  { key: 'by', title: '最迟决定', render: (row) => <Day on={row.decideBy} /> },
                  { key: 'state', title: '结果', render: (row) => [row.stateZh, row.opinion].filter(Boolean).join('：') },
                  {
                    key: 'act',
                    title: '办理',
                    kind: 'actions',
                    render: (row) => <Offers inRow of={row.reasonZh} offers={row.offers} division={home.division} />,
                  },
                ]}
              />
            </Section>
          )}
          <Section title="等级">
            <DataTable
              caption="等级"
              rows={home.grades}
              rowKey={(row) => row.id}
              empty="还没有评过等级。"
              columns={[
                { key: 'level', title: '等级', kind: 'main', render: (row) => stars(row.level) },
                { key: 'from', title: '授牌', render: (row) => <Day on={row.issuedOn} /> },
                {
                  key: 'to',
                  title: '有效期至',
                  render: (row) =>
                    row.endedOn ? (
                      <>
                        <Day on={row.endedOn} />
                        起不再有效
                      </>
                    ) : (
                      <Day on={row.validTo} />
                    ),
                },
                {
                  key: 'act',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers inRow of={stars(row.level)} offers={row.offers} division={home.division} />,
                },
              ]}
            />
            <RatingTable rows={home.ratings} division={home.division} empty="没有在办的等级评定申报。" />
          </Section>
          <Section title="每月自查">
            <DataTable
              caption="每月自查"
              rows={home.selfChecks}
              rowKey={(row) => row.month}
              empty="还没有登记过自查。整月没有自查的扣5分。"
              columns={[
                { key: 'month', title: '月份', kind: 'main', render: (row) => <Month month={row.month} /> },
                { key: 'on', title: '登记', render: (row) => <Day on={row.doneOn} /> },
                { key: 'found', title: '查出', kind: 'number', render: (row) => `${row.found}处` },
                { key: 'looked', title: '查了哪些地方', kind: 'wide', wraps: true, render: (row) => row.looked },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}

/** 亮码: what is printed and hung at the door. */
function DoorCode({ id }: { id: string }) {
  const [code, setCode] = useState<{ name: string; no: string; code: string } | null>(null);
  if (!code)
    return (
      <Button
        size="small"
        onClick={() =>
          void api.post<{ name: string; no: string; code: string }>(`/api/care-supervision/objects/${id}/code`, {}).then(setCode)
        }
      >
        看检查码
      </Button>
    );
  return (
    <>
      <QrCode text={`${window.location.origin}/work/arrive/${code.code}`} label={`${code.name}的检查码`} side={144} />
      <br />
      <small>打印出来贴在门口；编号{code.no}</small>
    </>
  );
}
