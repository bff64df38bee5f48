/** 照片: the newest pictures of the sites, each with its project and month. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Section } from '../../../../web/components/layout.tsx';
import { Month, Tag } from '../../../../web/components/marks.tsx';
import { Answered, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { SitePhoto } from '../../progress/content.ts';
import type { Figures } from './content.ts';
import { narrowing, ProjectFilters } from './ProjectFilters.tsx';

export function ProjectPhotos({ figures }: { figures: Figures }) {
  const [search] = useTextSearch();
  const filter = narrowing(search);
  const photos = useQuery({
    queryKey: ['/api/projects', 'photos', filter],
    queryFn: () => api.get<{ rows: readonly SitePhoto[] }>('/api/projects/photos', filter),
  });
  return (
    <Section title="最近的现场照片">
      <ProjectFilters figures={figures} />
      <Answered query={photos}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Nothing>最近的月报没有照片。</Nothing>
          ) : (
            <div className="site-photos">
              {rows.map((photo) => (
                <figure key={photo.id}>
                  <a href={`/api/files/${photo.id}`} target="_blank" rel="noreferrer">
                    <img src={`/api/files/${photo.id}`} alt={`${photo.name}${photo.month}现场照片`} loading="lazy" />
                  </a>
                  <figcaption>
                    <Link to={'/projects/$projectId' as never} params={{ projectId: photo.projectId } as never}>
                      {photo.name}
                    </Link>
                    <br />
                    <Month month={photo.month} /> <Tag tone="now">{photo.stageZh}</Tag>
                  </figcaption>
                </figure>
              ))}
            </div>
          )
        }
      </Answered>
    </Section>
  );
}
