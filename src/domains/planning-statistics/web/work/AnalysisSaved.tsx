/** Analyses kept by name: open one, keep this one, change or remove the own. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { SavedView } from '../../analysis/content.ts';
import type { Spec } from '../../analysis/spec.ts';
import type { Change } from './analysisSearch.ts';

const PATH = '/api/analyses';

export function AnalysisSaved({ spec, change }: { spec: Spec; change: Change }) {
  const session = useSession();
  const queries = useQueryClient();
  const [search, set] = useTextSearch();
  const [naming, setNaming] = useState<SavedView | 'new' | null>(null);
  const found = useQuery({
    queryKey: [PATH],
    queryFn: () => api.get<{ saved: readonly SavedView[]; naming: readonly FormField[] }>(PATH),
  });
  const refresh = () => queries.invalidateQueries({ queryKey: [PATH] });
  const remove = useMutation({
    mutationFn: (one: SavedView) => api.post(`${PATH}/${one.id}/removal`, { version: one.version, requestId: newRequestId() }),
    onSuccess: async () => {
      set({ saved: undefined });
      await refresh();
    },
  });
  if (!found.data) return null;
  const { saved } = found.data;
  const open = saved.find((one) => one.id === search.saved);
  const current = naming === 'new' ? null : naming;
  return (
    <Section
      title="保存的分析"
      aside={
        spec.measures.length > 0 && (
          <span className="choices">
            {open?.mine && <Button onClick={() => setNaming(open)}>更新“{open.name}”</Button>}
            <Button onClick={() => setNaming('new')}>另存一份</Button>
          </span>
        )
      }
    >
      {saved.length === 0 ? (
        <p className="quiet">还没有。选好以后可以取个名字存下来，以后一点就开；分享出去的只是选法，各人按自己的权限看数。</p>
      ) : (
        <ul className="analysis-saved">
          {saved.map((one) => (
            <li key={one.id}>
              <Button
                type={one.id === search.saved ? 'primary' : 'default'}
                aria-pressed={one.id === search.saved}
                onClick={() => {
                  const { division, to, ...rest } = one.spec;
                  set({ saved: one.id, division, to });
                  change({ ...rest, ...(division ? { division } : {}), ...(to ? { to } : {}) });
                }}
              >
                {one.name}
              </Button>
              <span className="quiet">
                {one.mine
                  ? one.share === 'own'
                    ? one.shareZh
                    : `已分享给${one.shareZh}`
                  : `${one.placeName}${one.ownerName}分享`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {open?.mine && (
        <p>
          <Button size="small" danger loading={remove.isPending} onClick={() => remove.mutate(open)}>
            删去“{open.name}”
          </Button>
        </p>
      )}
      {remove.error && <Refused error={apiErrorOf(remove.error)} />}
      {naming && (
        <FormDrawer
          title={current ? `更新“${current.name}”` : '保存这份分析'}
          causes="只存选的指标、地区、期别和排法，不存数；打开时按打开的人的权限现算。“到现在”的，以后打开就到那时。"
          fields={found.data.naming}
          initial={current ? { name: current.name, share: current.share } : { share: 'own' }}
          division={homeDivision(session)}
          button={current ? '更新' : '保存'}
          send={(input, requestId) =>
            api.post<{ id: string }>(current ? `${PATH}/${current.id}` : PATH, {
              ...input,
              spec,
              ...(current ? { version: current.version } : {}),
              requestId,
            })
          }
          onDone={async ({ id }) => {
            await refresh();
            set({ saved: id });
          }}
          onClose={() => setNaming(null)}
        />
      )}
    </Section>
  );
}
