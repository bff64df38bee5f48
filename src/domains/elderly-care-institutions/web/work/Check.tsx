/**
 * 一次检查: for the phone of one of the two who go, arrival and the list, kept on the device where there is no network; for the office and the place, what was
 * found and what comes of it.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { ActionDrawer } from '../../../../web/components/ActionDrawer.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { CheckView } from './supervisionContent.ts';

const steps = {
  arrival: { zh: '到场亮码', causes: '记下您到了。扫门口的检查码；扫不了的输入公开编号，会标明没有亮码。' },
  result: { zh: '登记检查结果', causes: '只登记一次。不符合的每一项成为一条隐患；机构5个工作日内可以提异议，20个工作日内公示。' },
} as const;
type Step = keyof typeof steps;

export function Check() {
  const { checkId } = useParams({ strict: false }) as { checkId: string };
  const path = `/api/care-supervision/tasks/${checkId}`;
  const query = useQuery({ queryKey: [path], queryFn: () => api.get<CheckView>(path) });
  return <Answered query={query}>{(check) => <Whole check={check} path={path} />}</Answered>;
}

function Whole({ check, path }: { check: CheckView; path: string }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState<Step | null>(null);
  const { visit } = check;
  const refresh = () => void queries.invalidateQueries();
  const fields = open === 'arrival' ? visit?.arrival : visit?.check;
  return (
    <Page
      title={check.objectName}
      lead={`${check.causeZh}，${check.matter}，${check.no}`}
      aside={<Offers offers={check.offers} division={check.division} first="primary" />}
    >
      {visit && (
        <div className="case-actions">
          {visit.arrival && (
            <Button type="primary" onClick={() => setOpen('arrival')}>
              到场亮码
            </Button>
          )}
          <Button type={visit.arrival ? 'default' : 'primary'} onClick={() => setOpen('result')}>
            登记检查结果
          </Button>
        </div>
      )}
      <Section title="检查" aside={<Tag tone={check.tone}>{check.stateZh}</Tag>}>
        <Facts
          rows={[
            { label: '执法人员', value: check.pair.join('（主办）、') || '待派' },
            {
              label: '时间',
              value: (
                <>
                  <Day on={check.windowFrom} />至<Day on={check.windowTo} />
                </>
              ),
            },
            ...(check.causeNote ? [{ label: '事由', value: check.causeNote }] : []),
            ...(check.offices ? [{ label: '一同检查', value: check.offices }] : []),
            {
              label: '到场',
              value: check.arrivedAt ? (
                <>
                  <Moment at={check.arrivedAt} />{' '}
                  {check.unscanned ? <Tag tone="warn">没有亮码</Tag> : <Tag tone="good">已亮码</Tag>}
                </>
              ) : (
                '还没有到场'
              ),
            },
            ...(check.finishedAt
              ? [
                  { label: '结果', value: `${check.resultZh}${check.note ? `。${check.note}` : ''}` },
                  { label: '机构在场的人', value: check.objectSigner ?? '' },
                  {
                    label: check.publishedOn ? '公示' : '最迟公示',
                    value: <Day on={check.publishedOn ?? check.publishBy} />,
                  },
                ]
              : []),
          ]}
        />
      </Section>
      {check.objection && (
        <Section title="机构的异议">
          <p>
            {check.objection.text} <Day on={check.objection.on} />
          </p>
          {check.objection.answer ? (
            <p>答复：{check.objection.answer}</p>
          ) : (
            <p className="quiet">等县级负责人答复，答复以后才能公示。</p>
          )}
        </Section>
      )}
      {check.dangers.length > 0 && (
        <Section title="查出的隐患">
          <ul className="plain-list">
            {check.dangers.map((danger) => (
              <li key={danger.id}>
                <Link to={'/dangers/$dangerId' as never} params={{ dangerId: danger.id } as never}>
                  {danger.rule}
                </Link>
                <span className="quiet">
                  {' '}
                  {danger.place}，{danger.gradeZh}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={`检查的项目：${check.items.length}项`}>
        <DataTable
          caption="检查的项目"
          rows={check.items}
          rowKey={(row) => row.code}
          tone={(row) => (row.broken ? 'row-bad' : undefined)}
          columns={[
            { key: 'zh', title: '项目', kind: 'main', render: (row) => row.zh },
            { key: 'section', title: '方面', render: (row) => row.section },
            { key: 'rule', title: '依据', deskOnly: true, render: (row) => row.rule },
            { key: 'answer', title: '结果', render: (row) => row.answerZh ?? '—' },
            {
              key: 'note',
              title: '情况',
              kind: 'wide',
              wraps: true,
              render: (row) => [row.place, row.note].filter(Boolean).join('：') || '—',
            },
          ]}
        />
      </Section>
      {open && visit && fields && (
        <ActionDrawer
          subjectId={check.id}
          subject={check.objectName}
          version={check.version}
          action={{ action: open, ...steps[open], danger: false, fields, initial: {} }}
          division={check.division}
          send={({ input, requestId, version }) => api.post(`${path}/${open}`, { version, requestId, input })}
          onDone={() => {
            setOpen(null);
            refresh();
          }}
          onStale={refresh}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
}
