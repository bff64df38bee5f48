/**
 * The sections of a person's file below the first screen: each is asked for when it is opened, since every look is on record. The
 * address keeps which are open, so that going back or loading again shows the same.
 */
import { useQuery } from '@tanstack/react-query';
import { FoldedSection } from '../../components/layout.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { FileContent, FileSection, type Given } from './FileSection.tsx';

export type Listed = Omit<Given, 'content'> & { content?: unknown };
export const sectionKey = (personId: string, key: string) => ['/api/persons', personId, 'sections', key];

/** Which parts of the page are open, by key. */
export function useOpened() {
  const [{ open = '' }, change] = useTextSearch();
  const opened = open.split(',').filter(Boolean);
  return {
    isOpen: (key: string) => opened.includes(key),
    setOpen: (keys: readonly string[], isOpen: boolean) =>
      change({ open: [...opened.filter((key) => !keys.includes(key)), ...(isOpen ? keys : [])].join(',') }),
  };
}

/** `whole`: every section stands open, for the paper. */
export function PersonSections({ personId, sections, whole }: { personId: string; sections: readonly Listed[]; whole: boolean }) {
  const { isOpen, setOpen } = useOpened();
  return sections.map(({ key, zh, content }) =>
    content !== undefined ? (
      <FileSection key={key} section={{ key, zh, content }} />
    ) : (
      <FoldedSection key={key} title={zh} open={whole || isOpen(key)} onToggle={(open) => setOpen([key], open)}>
        <Asked personId={personId} section={key} />
      </FoldedSection>
    ),
  );
}

function Asked({ personId, section }: { personId: string; section: string }) {
  const asked = useQuery({
    queryKey: sectionKey(personId, section),
    queryFn: ({ signal }) => api.get<Given>(`/api/persons/${personId}/sections/${section}`, {}, signal),
    // Coming back to the window is no reason for another look at somebody's file.
    refetchOnWindowFocus: false,
  });
  if (asked.isPending) return <Loading />;
  if (!asked.data) return <Failed error={asked.error} retry={() => void asked.refetch()} />;
  return <FileContent section={asked.data} />;
}
