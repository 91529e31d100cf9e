import { timestamp } from "../clock.ts";
import type { Team, User } from "../model.ts";
import { nodeId, type JsonObject, type Links } from "./links.ts";

const BIRTH = new Date("2015-03-14T09:26:53Z");

/** Schema `simple-user`. */
export function renderUser(
  links: Links,
  user: User,
  type = user.login.endsWith("[bot]") ? "Bot" : "User",
): JsonObject {
  // "https://api.github.com/users/miss-islington-app%5Bbot%5D"
  const login = encodeURIComponent(user.login);
  const url = `${links.api}/users/${login}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId("User", user.id),
    avatar_url: `${links.web}/avatars/${user.id}`,
    gravatar_id: "",
    url,
    html_url: `${links.web}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** Schema `public-user`; GitHub answers it for `GET /user` too when the scope `user` is missing. */
export function renderProfile(links: Links, user: User): JsonObject {
  return {
    ...renderUser(links, user),
    name: user.name,
    company: null,
    blog: "",
    location: null,
    email: user.email,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 2,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: timestamp(BIRTH),
    updated_at: timestamp(BIRTH),
  };
}

/** Schema `team`. */
export function renderTeam(links: Links, team: Team): JsonObject {
  const url = `${links.api}/organizations/${team.organization}/team/${team.id}`;
  return {
    id: team.id,
    node_id: nodeId("Team", team.id),
    url,
    members_url: `${url}/members{/member}`,
    html_url: `${links.web}/orgs/${team.organization}/teams/${team.slug}`,
    repositories_url: `${url}/repos`,
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "pull",
    type: "organization",
    parent: null,
  };
}
