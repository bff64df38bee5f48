/** 地名: the register, by what it is called now or was before, by pinyin, place and class. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { categories, statuses } from '../../names/terms.ts';
import type { PlaceRow } from './nameContent.ts';
import { PlaceLink, StatusTag } from './nameParts.tsx';

const choices = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, label]) => ({ value, label }));

export function PlaceNames() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const { q, category, status, division, kept } = search;
  const query = { text: q, category, status, division, protected: kept };
  const list = useKeyset<PlaceRow>('/api/place-names', query);
  const home = homeDivision(session);
  const below = useQuery({
    queryKey: ['/api/divisions', home],
    queryFn: () => api.get<{ rows: { code: string; name: string }[] }>('/api/divisions', { parent: home }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const given = Object.fromEntries(Object.entries(query).flatMap(([key, value]) => (value ? [[key, value]] : [])));
  return (
    <Page
      title="地名"
      lead="标准的名称和拼写，从前叫过什么，在哪里，受不受保护。旧名、拼音、首字母都查得到。"
      aside={<a href={`/api/place-names/sheet?${new URLSearchParams(given)}`}>导出名录</a>}
    >
      <Section title="地名库">
        <p className="choices">
          {may(session, 'GET /api/place-namings') && <Link to={'/place-namings' as never}>备案公告</Link>}
          <Link to={'/place-signs' as never}>要修的地名标志</Link>
          <Link to={'/place-duplicates' as never}>重名、同音</Link>
          <Link to={'/standard-addresses' as never}>标准地址</Link>
          {may(session, 'GET /api/place-namings') && <Link to={'/place-indicators' as never}>地名指标</Link>}
        </p>
        <div className="choices">
          <Input.Search
            allowClear
            defaultValue={q}
            placeholder="名称、旧名、拼音、首字母"
            aria-label="按名称、旧名、拼音查"
            onSearch={(value) => change({ q: value.trim() })}
            style={{ maxWidth: 260 }}
          />
          <Select
            allowClear
            value={category}
            placeholder="各类"
            aria-label="类别"
            style={{ minWidth: 200 }}
            options={choices(categories)}
            onChange={(value: string | undefined) => change({ category: value })}
          />
          <Select
            allowClear
            value={status}
            placeholder="各种状态"
            aria-label="状态"
            style={{ minWidth: 120 }}
            options={choices(statuses)}
            onChange={(value: string | undefined) => change({ status: value })}
          />
          {(below.data?.rows.length ?? 0) > 0 && (
            <Select
              allowClear
              value={division}
              placeholder="全部地区"
              aria-label="地区"
              style={{ minWidth: 150 }}
              options={below.data!.rows.map((row) => ({ value: row.code, label: row.name }))}
              onChange={(value: string | undefined) => change({ division: value })}
            />
          )}
          <Select
            allowClear
            value={kept}
            placeholder="是否保护"
            aria-label="是否列入保护名录"
            style={{ minWidth: 140 }}
            options={[{ value: 'yes', label: '列入保护名录的' }]}
            onChange={(value: string | undefined) => change({ kept: value })}
          />
        </div>
        <KeysetTable
          caption="地名库"
          list={list}
          rowKey={(row) => row.id}
          empty="没有查到。换一个写法试试，也可以只写其中两个字。"
          columns={[
            { key: 'name', title: '名称', kind: 'main', render: (row) => <PlaceLink id={row.id}>{row.name}</PlaceLink> },
            { key: 'spelling', title: '拼写', render: (row) => row.spelling },
            { key: 'category', title: '类别', render: (row) => row.categoryZh },
            {
              key: 'status',
              title: '状态',
              render: (row) => (
                <>
                  <StatusTag status={row.status} zh={row.statusZh} />
                  {row.protectionZh && <Tag tone="warn">保护</Tag>}
                </>
              ),
            },
            { key: 'place', title: '在哪里', kind: 'wide', render: (row) => <DivisionName name={row.divisionName} /> },
            { key: 'former', title: '曾用名', kind: 'wide', wraps: true, render: (row) => row.formerNames ?? '—' },
          ]}
        />
      </Section>
    </Page>
  );
}
