/** One county's sheet: every item with what was counted or said, its points and how they came about, objection and answer. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import type { Doing, ScoreView, SheetView } from '../../performance/terms.ts';
import { sheetTones } from './Performance.tsx';

export function PerformanceSheet() {
  const { sheetId } = useParams({ strict: false }) as { sheetId: string };
  const session = useSession();
  const queries = useQueryClient();
  const address = `/api/performance/sheets/${sheetId}`;
  const view = useQuery({ queryKey: [address], queryFn: () => api.get<SheetView>(address) });
  const [doing, setDoing] = useState<{ no: number | null; title: string; action: Doing } | null>(null);
  if (view.isPending) return <Loading />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  const sheet = view.data;
  return (
    <Page
      title={`${sheet.countyName}：${sheet.title}`}
      lead={<Link to="/performance">回到考核评估</Link>}
      aside={
        <span className="line">
          {sheet.actions.map((action) => (
            <Button key={action.action} type="primary" onClick={() => setDoing({ no: null, title: sheet.title, action })}>
              {action.zh}
            </Button>
          ))}
        </span>
      }
    >
      <Section
        title="进度"
        aside={
          <span className="line">
            <Tag tone={sheetTones[sheet.state]}>{sheet.stateZh}</Tag>
            {sheet.late && <Tag tone="bad">已超期</Tag>}
          </span>
        }
      >
        <Facts
          rows={[
            { label: '得分', value: sheet.total ?? '告知以后才有' },
            { label: '数据截止', value: `${longMonth(sheet.baseMonth)}底` },
            {
              label: '自评',
              value: sheet.reported ?? (
                <>
                  还没有提交，最迟 <Day on={sheet.selfDueOn} />
                </>
              ),
            },
            { label: '核分', value: sheet.told ?? '还没有核分' },
            ...(sheet.objectUntil ? [{ label: '提异议到', value: <Day on={sheet.objectUntil} /> }] : []),
            ...(sheet.conclusion ? [{ label: '评估结论', value: sheet.conclusion }] : []),
          ]}
        />
      </Section>
      <Section title="各项得分">
        <Items sheet={sheet} onDo={(item, action) => setDoing({ no: item.no, title: item.title, action })} />
      </Section>
      {sheet.standing.length > 0 && (
        <Section title="全市得分和名次">
          <DataTable
            caption="全市得分和名次"
            rows={sheet.standing}
            rowKey={(row) => row.countyName}
            empty="没有得分。"
            columns={[
              { key: 'place', title: '名次', kind: 'number', render: (row) => row.place ?? '—' },
              { key: 'county', title: '县（市、区）', kind: 'main', render: (row) => row.countyName },
              { key: 'total', title: '得分', kind: 'number', render: (row) => row.total },
            ]}
          />
        </Section>
      )}
      {doing && (
        <FormDrawer
          title={`${doing.action.zh}：${doing.title}`}
          causes={doing.action.causes}
          fields={doing.action.fields}
          {...(doing.action.initial ? { initial: doing.action.initial } : {})}
          division={homeDivision(session)}
          button={doing.action.zh}
          send={(input, requestId) =>
            api.post(`${address}${doing.no === null ? '' : `/items/${doing.no}`}/actions`, {
              action: doing.action.action,
              version: sheet.version,
              input,
              requestId,
            })
          }
          onDone={() => queries.invalidateQueries()}
          onClose={() => setDoing(null)}
        />
      )}
    </Page>
  );
}

/** An indicator opens the records that it counts, a goal its published values and targets. */
function ItemTitle({ item, sheet }: { item: ScoreView; sheet: SheetView }) {
  const { division, baseMonth } = sheet;
  if (item.kind === 'judged' || !item.indicator) return <b>{item.title}</b>;
  return item.kind === 'figure' ? (
    <Link to="/indicators/$key" params={{ key: item.indicator }} search={{ month: baseMonth, division }}>
      {item.title}
    </Link>
  ) : (
    <Link to="/plan/indicators/$indicatorId" params={{ indicatorId: item.indicator }} search={{ division }}>
      {item.title}
    </Link>
  );
}

const Items = ({ sheet, onDo }: { sheet: SheetView; onDo: (item: ScoreView, action: Doing) => void }) => (
  <DataTable
    caption="各项得分"
    rows={sheet.items}
    rowKey={(item) => String(item.no)}
    empty="没有项目。"
    columns={[
      {
        key: 'title',
        title: '项目',
        kind: 'main',
        render: (item) => (
          <>
            <ItemTitle item={item} sheet={sheet} />
            {item.standard && (
              <>
                <br />
                <span className="quiet">{item.standard}</span>
              </>
            )}
          </>
        ),
      },
      { key: 'weight', title: '分值', kind: 'number', render: (item) => `${item.weight}分` },
      {
        key: 'self',
        title: '自评、现状',
        kind: 'wide',
        render: (item) =>
          item.kind !== 'judged' ? (
            <span className="quiet">{item.now ?? '系统数出'}</span>
          ) : item.selfPoints === null ? (
            '还没有填'
          ) : (
            <>
              {item.selfPoints}分：{item.selfSays}
              {item.proofFile && (
                <>
                  {' '}
                  <a href={`/api/files/${item.proofFile}`} target="_blank" rel="noreferrer">
                    佐证
                  </a>
                </>
              )}
            </>
          ),
      },
      {
        key: 'points',
        title: '核定',
        kind: 'wide',
        render: (item) => (
          <>
            {item.points ? <b>{item.points}</b> : '—'}
            {item.reason && (
              <>
                <br />
                <span className="quiet">{item.reason}</span>
              </>
            )}
          </>
        ),
      },
      // 没有人提过异议、没有什么可办的，不占一列
      ...(sheet.items.some((item) => item.objection !== null)
        ? [
            {
              key: 'objection',
              title: '异议和答复',
              kind: 'wide' as const,
              render: (item: ScoreView) =>
                item.objection ? (
                  <>
                    {item.objection}
                    <br />
                    <span className="quiet">{item.answer ?? '等待答复'}</span>
                  </>
                ) : (
                  '—'
                ),
            },
          ]
        : []),
      ...(sheet.items.some((item) => item.actions.length > 0)
        ? [
            {
              key: 'do',
              title: '办理',
              kind: 'actions' as const,
              render: (item: ScoreView) => (
                <span className="line">
                  {item.actions.map((action) => (
                    <Button key={action.action} size="small" onClick={() => onDo(item, action)}>
                      {action.zh}
                    </Button>
                  ))}
                </span>
              ),
            },
          ]
        : []),
    ]}
  />
);
