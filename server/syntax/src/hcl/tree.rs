//! Sound text: structure from tree-sitter-hcl.

use text::TextRange;
use tree_sitter::Node;

use super::{Attribute, Block, Body};

thread_local! {
    static PARSER: std::cell::RefCell<Option<tree_sitter::Parser>> = std::cell::RefCell::new(new_parser());
}

fn new_parser() -> Option<tree_sitter::Parser> {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_hcl::LANGUAGE.into()).ok()?;
    Some(parser)
}

/// The structure of a sound text; `None` when there is any error in it. The text must be shallow.
pub(crate) fn read(text: &str) -> Option<Body> {
    let tree = PARSER.with_borrow_mut(|parser| parser.as_mut()?.parse(text, None))?;
    let root = tree.root_node();
    if root.has_error() {
        return None;
    }
    let mut cursor = root.walk();
    let mut nodes = root.named_children(&mut cursor).filter(|node| !node.is_extra());
    match nodes.next() {
        Some(node) if node.kind() == "body" => body(text, node),
        Some(_) => None,
        None => Some(Body::default()),
    }
}

fn body(text: &str, node: Node) -> Option<Body> {
    let mut body = Body::default();
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        match child.kind() {
            "attribute" => body.attributes.push(attribute(text, child)?),
            "block" => body.blocks.push(block(text, child)?),
            _ => {}
        }
    }
    Some(body)
}

fn attribute(text: &str, node: Node) -> Option<Attribute> {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor).filter(|child| !child.is_extra());
    let (name, value) = (range(children.next()?), range(children.next()?));
    let value = trim_end(text, value);
    Some(Attribute {
        name: name.slice(text).into(),
        range: TextRange::new(name.start, value.end),
        value,
        text: value.slice(text).into(),
    })
}

fn block(text: &str, node: Node) -> Option<Block> {
    let mut cursor = node.walk();
    let mut block = Block {
        kind: "".into(),
        labels: Vec::new(),
        range: range(node),
        header: range(node),
        body: Body::default(),
    };
    for (idx, child) in node.named_children(&mut cursor).filter(|child| !child.is_extra()).enumerate() {
        let own = range(child);
        match child.kind() {
            "identifier" if idx == 0 => block.kind = own.slice(text).into(),
            "identifier" => block.labels.push(own.slice(text).into()),
            "string_lit" => block.labels.push(own.slice(text).trim_matches('"').into()),
            "block_start" => block.header.end = own.end,
            "body" => block.body = body(text, child)?,
            _ => {}
        }
    }
    Some(block)
}

fn range(node: Node) -> TextRange {
    TextRange::new(node.start_byte() as u32, node.end_byte() as u32)
}

fn trim_end(text: &str, range: TextRange) -> TextRange {
    TextRange::new(range.start, range.start + range.slice(text).trim_end().len() as u32)
}
