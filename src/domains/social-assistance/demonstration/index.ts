/** The named households of the demonstration city, in the order of the sign-in list. */
import { changingStories } from './stories-changing.ts';
import { grantedStories } from './stories-granted.ts';
import { troubledStories } from './stories-troubled.ts';
import type { Story } from './story.ts';

export const stories: readonly Story[] = [...grantedStories, ...troubledStories, ...changingStories];

export function storyOf(key: string): Story {
  const found = stories.find((s) => s.key === key);
  if (!found) throw new Error(`no story ${key}`);
  return found;
}
