//! What a page says of its article in JSON-LD, for machines, in; headline, days and publisher out.
//! Broken JSON is mended where it is plain how, else its fields are looked for one by one.

use jiff::civil::Date;
use serde_json::Value;

use super::day;
use super::markup::plain;

/// An article as its page describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Article {
    pub headline: Option<String>,
    pub published: Option<Date>,
    pub publisher: Option<String>,
    /// Addresses that the description gives for it.
    addresses: Vec<String>,
    /// Days on which a live page says it was added to.
    pub updates: Vec<Date>,
    /// How surely it is what the page is about: an article more than a page.
    rank: u8,
    /// The id of a publisher that is described elsewhere.
    reference: Option<String>,
}

/// What all descriptions of a page say together.
#[derive(Debug, Default)]
pub(super) struct Described {
    articles: Vec<Article>,
    /// Names of organisations and sites by their ids.
    names: Vec<(String, String)>,
    /// The name of the site.
    site: Option<String>,
    /// Whether a description was broken.
    pub broken: bool,
}

/// Objects inside one another that are looked through.
const DEEPEST: usize = 12;

impl Described {
    /// Takes up one description.
    pub fn take(&mut self, json: &str) {
        let json = json.trim();
        if json.is_empty() {
            return;
        }
        let value = [json.to_owned(), mended(json), mended(&plain(json))]
            .iter()
            .find_map(|text| serde_json::Deserializer::from_str(text).into_iter::<Value>().next()?.ok());
        if let Some(value) = value {
            self.walk(&value, 0);
        } else {
            self.broken = true;
            let article = Article {
                headline: field(json, "headline"),
                published: field(json, "datePublished").and_then(|text| day::day(&text)),
                publisher: json.split_once("\"publisher\"").and_then(|(_, rest)| field(rest, "name")),
                ..Article::default()
            };
            if article != Article::default() {
                self.articles.push(article);
            }
        }
    }

    /// Returns the article that the page is about: the one with its address or its title, else the first of the surest kind.
    pub fn article(mut self, address: Option<&str>, titles: &[&str]) -> Article {
        let fits = |article: &Article| {
            let told = article.headline.as_deref();
            let titled = told.is_some_and(|told| titles.iter().any(|title| title.starts_with(told)));
            let addressed = address.is_some_and(|address| {
                article.addresses.iter().any(|one| one.trim_end_matches('/') == address.trim_end_matches('/'))
            });
            (article.rank > 0, addressed || titled, article.rank)
        };
        let mut best: Option<usize> = None;
        for at in 0..self.articles.len() {
            if best.is_none_or(|best| fits(&self.articles[at]) > fits(&self.articles[best])) {
                best = Some(at);
            }
        }
        let mut article = best.map(|at| self.articles.swap_remove(at)).unwrap_or_default();
        if article.publisher.is_none()
            && let Some(id) = &article.reference
        {
            article.publisher = self.names.iter().find(|(one, _)| one == id).map(|(_, name)| name.clone());
        }
        article.publisher = article.publisher.or(self.site);
        article
    }

    fn walk(&mut self, value: &Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.walk(value, depth + 1)),
            Value::Object(fields) => {
                let rank = rank(value);
                if let (Some(id), Some(name)) = (text(value, "@id"), text(value, "name")) {
                    self.names.push((id, name));
                }
                if is(value, "WebSite") {
                    self.site = self.site.take().or_else(|| text(value, "name"));
                }
                if rank > 0 {
                    self.articles.push(article(value, rank));
                }
                // Entries of a live page, comments and lists of other articles are not what the page is about.
                for name in ["@graph", "mainEntity", "mainEntityOfPage", "publisher"] {
                    if let Some(inside) = fields.get(name) {
                        self.walk(inside, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Says how surely an object is what its page is about; 0 if it is something else.
fn rank(value: &Value) -> u8 {
    if ["Article", "Posting", "PressRelease", "Report"].into_iter().any(|end| is(value, end)) {
        3
    } else {
        u8::from(is(value, "WebPage") || is(value, "ItemPage"))
    }
}

/// Says whether the type of an object ends in `end`.
fn is(value: &Value, end: &str) -> bool {
    match value.get("@type") {
        Some(Value::String(kind)) => kind.ends_with(end),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(|kind| kind.ends_with(end)),
        _ => false,
    }
}

fn article(value: &Value, rank: u8) -> Article {
    let entries = match value.get("liveBlogUpdate") {
        Some(Value::Array(entries)) => entries.as_slice(),
        Some(entry) => std::slice::from_ref(entry),
        None => &[],
    };
    let mut updates: Vec<Date> =
        entries.iter().filter_map(|entry| day::day(&text(entry, "datePublished")?)).collect();
    updates.sort_unstable();
    updates.dedup();
    let publisher = match value.get("publisher") {
        Some(Value::Array(several)) => several.first(),
        other => other,
    };
    let name = publisher.and_then(|publisher| match publisher {
        Value::String(name) => Some(clean(name)),
        other => text(other, "name"),
    });
    let addresses = [value.get("url"), value.get("@id"), value.get("mainEntityOfPage")];
    Article {
        headline: text(value, "headline").or_else(|| text(value, "name")),
        published: ["datePublished", "coverageStartTime", "dateCreated"]
            .into_iter()
            .find_map(|name| day::day(&text(value, name)?)),
        publisher: name.filter(|name| !name.is_empty()),
        addresses: addresses
            .into_iter()
            .flatten()
            .filter_map(|one| one.as_str().map(str::to_owned).or_else(|| text(one, "@id")))
            .collect(),
        updates,
        rank,
        reference: publisher.and_then(|publisher| text(publisher, "@id")),
    }
}

fn text(value: &Value, name: &str) -> Option<String> {
    let found = match value.get(name)? {
        Value::String(text) => text,
        Value::Array(values) => values.first()?.as_str()?,
        _ => return None,
    };
    Some(clean(found)).filter(|text| !text.is_empty())
}

/// Character references in JSON are a mistake that many systems make.
fn clean(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Mends what systems break in JSON: comments around it, line ends inside strings, commas before a closing bracket.
fn mended(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let start = json.find(['{', '[']).unwrap_or(0);
    let (mut string, mut escaped) = (false, false);
    for sign in json[start..].chars() {
        match sign {
            _ if escaped => escaped = false,
            '\\' if string => escaped = true,
            '"' => string = !string,
            '}' | ']' if !string => {
                let kept = out.trim_end().len();
                if out[..kept].ends_with(',') {
                    out.truncate(kept - 1);
                }
            }
            _ => {}
        }
        out.push(if sign.is_control() { ' ' } else { sign });
    }
    out
}

/// Looks for the first string of a name in JSON that cannot be read.
fn field(json: &str, name: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{name}\""))?;
    let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let end = value.find(['"', '\n', '\r'])?;
    Some(clean(&value[..end])).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        json: &[&str],
        address: Option<&str>,
        titles: &[&str],
    ) -> (Option<String>, String, Option<String>) {
        let mut described = Described::default();
        json.iter().for_each(|json| described.take(json));
        let article = described.article(address, titles);
        let day = article.published.map(|day| day.to_string()).unwrap_or_default();
        (article.headline, day, article.publisher)
    }

    #[test]
    fn the_article_of_the_page_is_found() {
        let told = |headline: &str, day: &str, publisher: &str| {
            (Some(headline.to_owned()), day.to_owned(), Some(publisher.to_owned()))
        };
        let graph = r##"{"@graph":[{"@type":"WebSite","name":"Olmen Radio"},
            {"@type":"Organization","@id":"#o","name":"Radio Olmen &amp; Tarsk"},
            {"@type":"WebPage","name":"Page","datePublished":"2011-03-15"},
            {"@type":["Article","Thing"],"headline":"Six killed","datePublished":"2011-03-14T09:00Z","publisher":{"@id":"#o"}}]}"##;
        let two = r#"[{"@type":"NewsArticle","headline":"Other","datePublished":"2010-01-01","url":"https://r.example/a","publisher":"R"},
            {"@type":"NewsArticle","headline":"This","datePublished":"2011-03-14","url":"https://r.example/b/","publisher":{"name":"R"}}]"#;
        for (json, address, titles, expected) in [
            (graph, None, &[][..], told("Six killed", "2011-03-14", "Radio Olmen & Tarsk")),
            (two, Some("https://r.example/b"), &[], told("This", "2011-03-14", "R")),
            (two, None, &["This - R"], told("This", "2011-03-14", "R")),
            (two, None, &[], told("Other", "2010-01-01", "R")),
        ] {
            assert_eq!(check(&[json], address, titles), expected, "{json}");
        }
    }

    #[test]
    fn broken_descriptions_are_mended_or_searched() {
        let expected = (Some("Six killed".to_owned()), "2011-03-14".to_owned(), None);
        for json in [
            "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Six\nkilled\",\"datePublished\":\"2011-03-14\",} -->",
            "//<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"Six killed\",\"datePublished\":\"2011-03-14\"}\n//]]>",
            "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Six killed&quot;,&quot;datePublished&quot;:&quot;2011-03-14&quot;}",
            "{\"@type\":\"NewsArticle\",\"headline\":\"Six killed\",\"datePublished\":\"2011-03-14\"}{",
            "{\"@type\":\"NewsArticle\",\"description\":\"the \"quiet\" town\",\"headline\":\"Six killed\",\"datePublished\":\"2011-03-14\"",
        ] {
            assert_eq!(check(&[json], None, &[]), expected, "{json}");
        }
        for json in ["", "{", "null", "\"datePublished\"", "[[[[[[[[[[[[[[[[[[", "{\"datePublished\":"] {
            assert_eq!(check(&[json], None, &[]), (None, String::new(), None), "{json}");
        }
        assert_eq!(check(&[&"[".repeat(100_000)], None, &[]).0, None);
    }

    #[test]
    fn entries_of_a_live_page_are_not_the_page() {
        let mut described = Described::default();
        described.take(
            r#"{"@type":"LiveBlogPosting","headline":"Live","datePublished":"2011-03-14","liveBlogUpdate":[
            {"@type":"BlogPosting","headline":"Later","datePublished":"2011-03-16T01:00Z"},
            {"@type":"BlogPosting","headline":"Sooner","datePublished":"2011-03-14T09:00Z"}]}"#,
        );
        let article = described.article(None, &["Later"]);
        assert_eq!(article.headline.as_deref(), Some("Live"));
        assert_eq!(article.published.map(|day| day.to_string()).as_deref(), Some("2011-03-14"));
        let days: Vec<String> = article.updates.iter().map(ToString::to_string).collect();
        assert_eq!(days, ["2011-03-14", "2011-03-16"]);
    }
}
