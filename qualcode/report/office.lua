-- For Word and ODT: sections marked wide stand on landscape pages, a rule under a table has a style of its own.
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

function Div(div)
  if div.classes:includes('note') then
    div.attributes['custom-style'] = 'Tablenote'
    return div
  end
end
