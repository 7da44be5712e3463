-- For Word and ODT: sections marked wide stand on landscape pages, a rule under a table has a style of its own, the
-- contents are a list that the program can make anew, captions are numbered by the program.
local word = FORMAT == 'docx'

local function section_end(width, height, orientation)
  return '<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="' .. width .. '" w:h="' .. height .. '"' ..
    orientation .. '/><w:pgMar w:top="1247" w:right="1247" w:bottom="1247" w:left="1247" w:header="709" ' ..
    'w:footer="709" w:gutter="0"/></w:sectPr></w:pPr></w:p>'
end

-- What closes the portrait pages before a wide part, and what closes the wide part, in each format.
local BREAKS = {
  docx = {
    pandoc.RawBlock('openxml', section_end(11906, 16838, '')),
    pandoc.RawBlock('openxml', section_end(16838, 11906, ' w:orient="landscape"')),
  },
  odt = {
    pandoc.RawBlock('opendocument', '<text:p text:style-name="Landscape"/>'),
    pandoc.RawBlock('opendocument', '<text:p text:style-name="Portrait"/>'),
  },
}

local function is_wide(block)
  return block ~= nil and block.t == 'Div' and block.classes:includes('wide')
end

function Blocks(blocks)
  local turned = pandoc.List()
  for place, block in ipairs(blocks) do
    if is_wide(block) and not is_wide(blocks[place - 1]) then turned:insert(BREAKS[FORMAT][1]) end
    turned:insert(block)
    if is_wide(block) and not is_wide(blocks[place + 1]) then turned:insert(BREAKS[FORMAT][2]) end
  end
  return turned
end

local function styled(style, inlines)
  return pandoc.Div(pandoc.Para(inlines), pandoc.Attr('', {}, {['custom-style'] = style}))
end

local function field(kind)
  return '<w:r><w:fldChar w:fldCharType="' .. kind .. '"/></w:r>'
end

local function begun(instruction)
  return field('begin') .. '<w:r><w:instrText xml:space="preserve"> ' .. instruction .. ' </w:instrText></w:r>' ..
    field('separate')
end

-- Each entry with the page of its heading, as a field that the program counts: nobody knows the page beforehand.
local function paged(entry, number)
  local inlines = entry.inlines:clone()
  local link = inlines[1]
  link.content:insert(pandoc.RawInline(word and 'openxml' or 'opendocument', number(link.target:sub(2))))
  return inlines
end

local function word_page(name)
  return '<w:r><w:tab/></w:r>' .. begun('PAGEREF ' .. name .. ' \\h') .. field('end')
end

local function odt_page(name)
  return '<text:tab/><text:bookmark-ref text:reference-format="page" text:ref-name="' .. name .. '"/>'
end

-- A field that asks nobody anything when the document is opened: Word counts the pages when it prints or updates it.
local function word_contents(title, entries, deepest)
  local made = pandoc.List({styled('TOC Heading', title)})
  for place, entry in ipairs(entries) do
    local inlines = paged(entry, word_page)
    if place == 1 then
      inlines:insert(1, pandoc.RawInline('openxml', begun('TOC \\o "1-' .. deepest .. '" \\h \\z')))
    end
    if place == #entries then inlines:insert(pandoc.RawInline('openxml', field('end'))) end
    made:insert(styled('toc ' .. entry.level, inlines))
  end
  return made
end

local function odt_contents(title, entries, deepest)
  local source = ''
  for level = 1, deepest do
    source = source .. '<text:table-of-content-entry-template text:outline-level="' .. level ..
      '" text:style-name="Contents_20_' .. level .. '"><text:index-entry-link-start/><text:index-entry-text/>' ..
      '<text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>' ..
      '<text:index-entry-link-end/></text:table-of-content-entry-template>'
  end
  local made = pandoc.List({pandoc.RawBlock('opendocument',
    '<text:table-of-content text:name="Contents"><text:table-of-content-source text:outline-level="' .. deepest ..
    '">' .. source .. '</text:table-of-content-source><text:index-body><text:index-title text:name="Contents_Head">')})
  made:insert(styled('Contents Heading', title))
  made:insert(pandoc.RawBlock('opendocument', '</text:index-title>'))
  for _, entry in ipairs(entries) do
    made:insert(styled('Contents ' .. entry.level, paged(entry, odt_page)))
  end
  made:insert(pandoc.RawBlock('opendocument', '</text:index-body></text:table-of-content>'))
  return made
end

local function contents(div)
  local title, entries, deepest = div.content[1].content, pandoc.List(), 1
  for place = 2, #div.content do
    local entry = div.content[place]
    local level = tonumber(entry.attributes.level)
    deepest = math.max(deepest, level)
    entries:insert({level = level, inlines = entry.content[1].content})
  end
  if #entries == 0 then return {} end
  return (word and word_contents or odt_contents)(title, entries, deepest)
end

function Div(div)
  if div.classes:includes('contents') then return contents(div) end
  if div.classes:includes('note') then
    div.attributes['custom-style'] = 'Tablenote'
    return div
  end
end

-- The number of a caption as a sequence of the program; one that stood before is said again, not counted.
function Span(span)
  if not span.classes:includes('label') then return nil end
  local name, number = pandoc.utils.stringify(span):gsub('\194\160', ' '):match('^(%S+) (%d+)$')
  local again = span.identifier == ''
  local counted
  if word then
    counted = pandoc.RawInline('openxml', begun('SEQ ' .. name .. (again and ' \\c' or '') .. ' \\* ARABIC') ..
      '<w:r><w:t>' .. number .. '</w:t></w:r>' .. field('end'))
  else
    counted = pandoc.RawInline('opendocument', '<text:sequence text:name="' .. name .. '" text:formula="ooow:' ..
      name .. (again and '' or '+1') .. '" style:num-format="1">' .. number .. '</text:sequence>')
  end
  return pandoc.Span({pandoc.Str(name), pandoc.Space(), counted}, pandoc.Attr(span.identifier))
end
