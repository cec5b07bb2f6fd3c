import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.enhanced.dynamodb.extensions.annotations.DynamoDbVersionAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

/** One line of an order; the enhanced client guards its writes by `version`. */
@DynamoDbBean
public class Line {
  private String order;
  private Integer number;
  private String customer;
  private BigDecimal price;
  private Set<String> tags;
  private List<Map<String, String>> notes;
  private Long version;

  public static Line of(String order, int number, String customer, String price) {
    Line line = new Line();
    line.order = order;
    line.number = number;
    line.customer = customer;
    line.price = new BigDecimal(price);
    return line;
  }

  @DynamoDbPartitionKey
  @DynamoDbAttribute("order")
  public String getOrder() {
    return order;
  }

  public void setOrder(String order) {
    this.order = order;
  }

  @DynamoDbSortKey
  @DynamoDbAttribute("line")
  public Integer getNumber() {
    return number;
  }

  public void setNumber(Integer number) {
    this.number = number;
  }

  @DynamoDbSecondaryPartitionKey(indexNames = "by-customer")
  public String getCustomer() {
    return customer;
  }

  public void setCustomer(String customer) {
    this.customer = customer;
  }

  public BigDecimal getPrice() {
    return price;
  }

  public void setPrice(BigDecimal price) {
    this.price = price;
  }

  public Set<String> getTags() {
    return tags;
  }

  public void setTags(Set<String> tags) {
    this.tags = tags;
  }

  public List<Map<String, String>> getNotes() {
    return notes;
  }

  public void setNotes(List<Map<String, String>> notes) {
    this.notes = notes;
  }

  @DynamoDbVersionAttribute
  public Long getVersion() {
    return version;
  }

  public void setVersion(Long version) {
    this.version = version;
  }
}
