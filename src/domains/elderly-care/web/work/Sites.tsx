/** 社区养老服务设施: the register of the reader's own range, with what is idle, maybe one building twice, or on the list of those that go. */
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { SiteRow } from '../../facilities/content.ts';
import { siteKinds } from '../../facilities/terms.ts';

interface Head {
  counts: readonly { state: string; zh: string; n: number }[];
  marks: readonly { mark: string; zh: string; n: number }[];
  offers: readonly Offer[];
}

/** What a reader should look into. */
export const SiteMarks = ({ row }: { row: SiteRow }) => (
  <>
    {row.idleSince && <Tag tone="bad">空转，不计覆盖率</Tag>}
    {row.twice && <Tag tone="warn">疑似重复</Tag>}
    {row.mustGo && <Tag tone="bad">退出名单</Tag>} {row.unplanned && <Tag tone="warn">没有纳入规划</Tag>}
  </>
);

export function Sites() {
  const session = useSession();
  const [{ q, kind, state, mark }, change] = useTextSearch();
  const list = useKeyset<SiteRow, Head>('/api/care-sites', { q, kind, state, mark });
  const { counts = [], marks = [], offers = [] } = list.head ?? {};
  const all = counts.reduce((sum, c) => sum + c.n, 0);
  return (
    <Page
      title="社区养老设施"
      lead="中心、日间照料、互助照料、幸福院、综合设施、食堂，一处一行。覆盖率只数在运营、开满天数的。"
      aside={<Offers offers={offers} division={homeDivision(session)} />}
    >
      <Section title="名册">
        <div className="choices">
          <SearchBox label="按名称、地址查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
          <Select
            allowClear
            value={kind}
            placeholder="全部类别"
            aria-label="设施类别"
            style={{ minWidth: 200 }}
            options={Object.entries(siteKinds).map(([value, label]) => ({ value, label }))}
            onChange={(value: string | undefined) => change({ kind: value })}
          />
        </div>
        <Chips
          label="状态"
          options={[{ value: '', label: `全部 ${all}` }, ...counts.map((c) => ({ value: c.state, label: `${c.zh} ${c.n}` }))]}
          value={state ?? ''}
          onChange={(value) => change({ state: value || undefined })}
        />
        <Chips
          label="要去看的"
          options={[{ value: '', label: '不限' }, ...marks.map((m) => ({ value: m.mark, label: `${m.zh} ${m.n}` }))]}
          value={mark ?? ''}
          onChange={(value) => change({ mark: value || undefined })}
        />
        <KeysetTable
          caption="社区养老服务设施"
          list={list}
          rowKey={(row) => row.id}
          empty="没有符合条件的设施。"
          columns={[
            {
              key: 'name',
              title: '设施',
              kind: 'main',
              wraps: true,
              render: (row) => (
                <>
                  <Link to={'/care-sites/$siteId' as never} params={{ siteId: row.id } as never}>
                    {row.name}
                  </Link>{' '}
                  <SiteMarks row={row} />
                </>
              ),
            },
            { key: 'kind', title: '类别', render: (row) => row.kindZh },
            {
              key: 'functions',
              title: '功能',
              kind: 'wide',
              wraps: true,
              deskOnly: true,
              render: (row) => [row.formZh, ...row.functionsZh].filter(Boolean).join('、'),
            },
            { key: 'place', title: '在哪里', kind: 'wide', render: (row) => <DivisionName name={row.divisionName} /> },
            {
              key: 'days',
              title: '上月开放',
              kind: 'number',
              render: (row) => (row.openDays === null ? '—' : `${row.openDays}天`),
            },
            { key: 'grade', title: '评估', render: (row) => row.grade ?? '还没有' },
            { key: 'state', title: '状态', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
          ]}
        />
      </Section>
    </Page>
  );
}
