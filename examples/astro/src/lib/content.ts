/** What `page.fields` holds, by type of page, and what a body is made of. */
import type { components } from "./api";

export type Picture = components["schemas"]["PictureData"];
export type Link = components["schemas"]["Link"];

export interface Card {
  title: string;
  path: string;
  summary: string;
  kind: string;
  note: string;
  was: string;
  badge: string;
  rating: string;
  picture: Picture | null;
}

export interface Listing {
  total: number;
  page: number;
  pages: number;
  previous: string | null;
  next: string | null;
}

/** A piece of a body. Types not named here may come with any new version of the CMS; they are left out. */
export type Block =
  | { id: string; type: "heading"; value: { text: string; level: string } }
  | { id: string; type: "text"; value: string }
  | { id: string; type: "picture"; value: Figure }
  | { id: string; type: "gallery"; value: { pictures: Figure[] } }
  | { id: string; type: "quote"; value: { text: string; source: string } }
  | { id: string; type: "call_to_action"; value: { text: string; label: string; href: string } }
  | { id: string; type: "table"; value: Table }
  | { id: string; type: "video"; value: { url: string } }
  | { id: string; type: "faq"; value: { questions: { question: string; answer: string }[] } }
  | { id: string; type: "cards"; value: { title: string; cards: Card[] } }
  | { id: string; type: "unquoted"; value: { pieces: Block[] } };

export interface Figure {
  picture: Picture | null;
  caption: string;
}

export interface Table {
  caption: string;
  header_row: boolean;
  header_column: boolean;
  rows: string[][];
}

export interface Terms {
  delivery: { where: string; price: string; time: string; note: string }[];
  returns: string[];
  link: string;
}

interface Fields {
  title: string;
  summary: string;
}

export interface HomeFields extends Fields {
  headline: string;
  lead: string;
  hero: Picture | null;
  story: { title: string; text: string; page: Card | null };
  shelves: { title: string; url: string; cards: Card[] }[];
  journal: { title: string; cards: Card[] };
  body: Block[];
  terms: Terms;
  membership: {
    name: string;
    description: string;
    url: string;
    tiers: { name: string; sentence: string; url: string }[];
  } | null;
}

export interface ContentFields extends Fields {
  picture: Picture | null;
  body: Block[];
}

export interface IndexFields extends Fields {
  listing: Listing;
  cards: Card[];
}

export interface ArticleFields extends Fields {
  published_at: string;
  modified_at: string | null;
  place: string;
  authors: Link[];
  picture: Picture | null;
  body: Block[];
  related: Card[];
}

export interface AuthorFields extends Fields {
  biography: string;
  picture: Picture | null;
  alternate_name: string;
  job_title: string;
  identifier: string;
  same_as: string[];
  cards: Card[];
}

export interface FormFields extends Fields {
  intro: string;
}

export interface VideoFields extends Fields {
  picture: Picture | null;
  uploaded_at: string;
  seconds: number;
  file_url: string;
  player_url: string;
  expires_at: string | null;
  regions_allowed: string[];
  clips: { name: string; start: number; end: number | null }[];
  transcript: string;
}

export interface FacetValue {
  value: string;
  words: string;
  count: number;
  path: string;
  applied: boolean;
  indexable: boolean;
}

export interface ShelfFields extends IndexFields {
  heading: string;
  intro: string;
  picture: Picture | null;
  facets: { name: string; label: string; type: string; values: FacetValue[] }[];
  price: { lowest: string; highest: string; least: string | null; most: string | null } | null;
  applied: { name: string; value: string; label: string; words: string; path_without: string }[];
  subcategories?: Card[];
}

export interface Variant {
  sku: string;
  gtin: string;
  mpn: string;
  label: string;
  path: string;
  price: string;
  currency: string;
  can_be_bought: boolean;
  words: {
    price: string;
    was: string;
    reduced_from: string;
    reduced_until: string;
    availability: string;
    availability_note: string;
    condition: string;
    unit_price: string;
    member_prices: { name: string; price: string; points: string }[];
  };
}

export interface Review {
  id: number;
  author: string;
  rating: number;
  title: string;
  text: string;
  language: string | null;
  written_at: string;
  is_verified: boolean;
  is_incentivised: boolean;
  reply: string;
}

export interface ProductFields extends Fields {
  sku: string;
  brand: string;
  description: string;
  care: string;
  pictures: Picture[];
  selected: string | null;
  variants: Variant[];
  options: {
    label: string;
    name: string;
    keys: { value: string; url: string; is_selected: boolean; can_be_bought: boolean }[];
  }[];
  attributes: { code: string; label: string; type: string; value: unknown; unit: string }[];
  related: Card[];
  rating: { value: string; best: number; count: number; words: string } | null;
  reviews: Review[];
  successor: Card | null;
  terms: Terms;
  body: Block[];
}

export interface Address {
  street: string;
  locality: string;
  region: string;
  postal_code: string;
  country: string;
}

export interface Day {
  day: number;
  hours: Span[];
}

export interface Span {
  opens: string;
  closes: string;
}

export interface Location {
  code: string;
  name: string;
  url: string;
  address: Address;
  latitude: string;
  longitude: string;
  telephone: string;
  email: string;
  price_range: string;
  week: Day[];
  special: { name: string; first: string; last: string; hours: Span[] }[];
  departments: { name: string; telephone: string; week: Day[] }[];
}

export interface StoreIndexFields extends Fields {
  listing: Listing;
  stores: Location[];
}

export interface StoreFields extends Fields {
  intro: string;
  picture: Picture | null;
  location: Location;
}

export interface EventFields extends Fields {
  description: string;
  picture: Picture | null;
  event: {
    start: string;
    end: string | null;
    time_zone: string;
    status: string;
    previous_start: string | null;
    place: string;
    address: Address;
    stream_url: string;
    organizer: { name: string; url: string };
    performers: { name: string; kind: string; url: string }[];
    tickets: {
      name: string;
      price: string;
      currency: string;
      availability: string;
      on_sale_from: string | null;
      url: string;
    }[];
  };
}
